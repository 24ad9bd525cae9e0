namespace Mesh.Federation.Overlay;

/// <summary>What meshes publish under and look for.</summary>
internal abstract record OverlaySubject
{
    private OverlaySubject()
    {
    }

    /// <summary>A service: all meshes that export one of this name. Capitals do not count.</summary>
    public sealed record Service(string Name) : OverlaySubject;

    /// <summary>One mesh by its id, the SHA-256 of its key.</summary>
    public sealed record MeshOf(Mesh.Kademlia.NodeId Id) : OverlaySubject;

    /// <summary>
    /// A mesh by its name, as in orders@eu. In a closed federation the authority has certified the name; in an open one
    /// any mesh may say that it is called so, and several may be found.
    /// </summary>
    public sealed record MeshNamed(string Name) : OverlaySubject;
}
