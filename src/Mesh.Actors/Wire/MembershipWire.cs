using Mesh.Membership;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>What the membership actors of two nodes say to each other.</summary>
internal static class MembershipWire
{
    public static IEnumerable<WireEntry> Entries { get; } =
    [
        WireEntry.Of<MembershipProtocol.Hello, P.Hello>(
            WireManifests.Hello,
            m => new()
            {
                Owner = m.Owner.ToWire(),
                Name = m.Name,
                Zone = m.Zone,
                Version = m.Version,
                StartedAt = m.StartedAt,
            },
            p => new(
                OwnerWire.FromWire(p.Owner),
                p.Name,
                CatalogWire.Shared(p.Zone),
                CatalogWire.Shared(p.Version),
                p.StartedAt)),
        WireEntry.Of<MembershipProtocol.Accusation, P.Accusation>(
            WireManifests.Accusation,
            m => new() { Accused = m.Accused.ToWire(), Evidence = m.Evidence.ToWire() },
            p => new(OwnerWire.FromWire(p.Accused), CatalogWire.FromWire(p.Evidence))),
        WireEntry.Of<MembershipProtocol.Ping, P.Probe>(
            WireManifests.Ping,
            m => new() { From = m.From.ToWire(), Number = m.Number },
            p => new(OwnerWire.FromWire(p.From), p.Number)),
        WireEntry.Of<MembershipProtocol.Pong, P.Probe>(
            WireManifests.Pong,
            m => new() { From = m.From.ToWire(), Number = m.Number },
            p => new(OwnerWire.FromWire(p.From), p.Number)),
    ];
}
