namespace Mesh.Views;

/// <summary>The phase of a node with the reason in one readable line.</summary>
public sealed record MeshState(MeshPhase Phase, string Detail)
{
    public static readonly MeshState Initial = new(MeshPhase.Starting, "starting");
}
