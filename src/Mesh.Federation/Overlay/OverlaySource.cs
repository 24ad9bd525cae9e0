namespace Mesh.Federation.Overlay;

/// <summary>A gateway's part in the overlay, made once for the life of the process.</summary>
/// <param name="Setup">Null: the node is no gateway.</param>
internal sealed record OverlaySource(OverlaySetup? Setup);
