namespace Mesh.Dashboard.Federation;

/// <summary>What a gateway says of the overlay that joins meshes, where the node can be asked.</summary>
internal interface IOverlaySource
{
    /// <summary>The overlay as it is now.</summary>
    /// <returns>With a reason alone where the node is no gateway, or does not answer.</returns>
    Task<OverlayFact> ReadAsync(CancellationToken cancellation);
}
