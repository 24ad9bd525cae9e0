namespace Mesh.Remote;

/// <summary>How a remote service stands.</summary>
/// <param name="Origin">The mesh that the instances are of; empty while nobody answered.</param>
internal sealed record RemoteStatus(RemoteState State, string Origin)
{
    public static readonly RemoteStatus Initial = new(RemoteState.Asking, "");
}
