using Mesh.Federation.Overlay;

namespace Mesh.Federation.Exports;

/// <summary>What a gateway is to do in the overlay.</summary>
internal abstract record ExportEffect(OverlaySubject Subject)
{
    /// <summary>Say that this mesh offers it, and through which gateways.</summary>
    public sealed record Publish(OverlaySubject Subject) : ExportEffect(Subject);

    /// <summary>Say that it no longer does.</summary>
    public sealed record Withdraw(OverlaySubject Subject) : ExportEffect(Subject);
}
