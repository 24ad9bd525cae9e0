using System.Diagnostics.Metrics;
using Mesh.Federation.Exports;
using Mesh.Federation.Imports;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Hosting;

namespace Mesh.Federation;

/// <summary>The actors of a gateway: its part in the overlay, what it exports, and what it imports for its mesh.</summary>
/// <param name="federation">Null: neither exports nor imports.</param>
internal sealed class FederationExtension(OverlaySource overlay, FederationServices? federation, TimeProvider time) : IMeshExtension
{
    public IReadOnlyList<string> Roles => overlay.Setup is null ? [] : [MeshNames.GatewayRole];

    public IReadOnlyList<MeshChild> Children => [.. ExportsAndImports(), .. Overlay()];

    public void AddInstruments(Meter meter)
    {
        if (overlay.Setup is { } setup)
            OverlayMetrics.Start(meter, setup.Presence);
    }

    private IEnumerable<MeshChild> ExportsAndImports()
    {
        if (federation is null)
            yield break;
        yield return new(MeshNames.Exports, c => ExportsActor.Props(c.Parts.Hub, c.Self, c.Registry, federation, time));
        yield return new(MeshNames.Imports, c => ImportsActor.Props(federation, c.Self.ToString(), time));
    }

    private IEnumerable<MeshChild> Overlay()
    {
        if (overlay.Setup is not { } setup)
            yield break;
        yield return new(MeshNames.Kademlia, c =>
        {
            var hub = c.Parts.Hub;
            return KademliaActor.Props(setup with { Siblings = () => ExportMapping.AddressesOf(hub.Snapshot) }, time);
        })
        {
            Started = OverlayLeave.Arrange,
        };
    }
}
