namespace Mesh.Client.Runtime;

/// <summary>Why a run is over.</summary>
/// <param name="Reason">One readable line.</param>
internal sealed record SessionEnd(SessionEndKind Kind, string Reason)
{
    /// <summary>After the ActorSystem has ended. A node that was told to leave has left, whatever ended it meanwhile.</summary>
    /// <param name="inOrder">It ended as one does that has left.</param>
    /// <param name="leaving">Why it was leaving; null: it was not.</param>
    public static SessionEnd OfTerminated(bool inOrder, string? leaving) => inOrder || leaving is not null
        ? new(SessionEndKind.Left, leaving ?? "left the mesh")
        : new(SessionEndKind.Lost, "the other nodes removed this one, or its ActorSystem broke");
}
