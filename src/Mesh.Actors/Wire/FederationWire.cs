using Mesh.Catalog;
using Mesh.Remote;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>What nodes and gateways of one mesh say to each other about services of other meshes.</summary>
internal static class FederationWire
{
    public static IEnumerable<WireEntry> Entries =>
    [
        WireEntry.Of<RemoteProtocol.Follow, P.Follow>(
            WireManifests.Follow,
            m => new()
            {
                Items = { m.Items.Select(i => new P.WantedService { Name = i.Name.ToString(), Version = i.Version }) },
            },
            p => new(ValueList.From(p.Items.Select(i => new RemoteProtocol.Wanted(Name(i.Name), i.Version))))),
        WireEntry.Of<RemoteProtocol.Imported, P.Imported>(
            WireManifests.Imported,
            m => new()
            {
                Name = m.Name.ToString(),
                Origin = m.Origin,
                Version = m.Version,
                State = (P.RemoteState)m.State,
                Age = m.Age.Ticks,
                IsSame = m.IsSame,
                Items = { m.Items.Select(CatalogWire.ToWire) },
            },
            p => new(
                Name(p.Name),
                CatalogWire.Shared(p.Origin),
                p.Version,
                WireEnums.Remote((long)p.State),
                TimeSpan.FromTicks(p.Age),
                p.IsSame,
                CatalogWire.FromWire(p.Items)),
            WireLimits.State),
    ];

    private static RemoteName Name(string text) =>
        RemoteName.TryParse(text, out var name, out var error) ? name : throw new WireFormatException(error);
}
