using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>What the membership actors of two nodes say to each other.</summary>
internal static class MembershipWire
{
    public static IEnumerable<WireEntry> Entries => [.. Evidence, .. Joining];

    private static IEnumerable<WireEntry> Evidence =>
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
                Doors = { m.Doors.ToDictionary(d => d.Key, d => d.Value) },
            },
            p => new(
                OwnerWire.FromWire(p.Owner),
                p.Name,
                CatalogWire.Shared(p.Zone),
                CatalogWire.Shared(p.Version),
                p.StartedAt)
            {
                Doors = ValueMap<string>.From(p.Doors),
            }),
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
        WireEntry.Of<MembershipProtocol.ReachabilityReport, P.ReachabilityReport>(
            WireManifests.ReachabilityReport,
            m => new()
            {
                From = m.From.ToWire(),
                Unreachable = { m.Unreachable.Select(OwnerWire.ToWire) },
                Heard = { m.Heard.Select(OwnerWire.ToWire) },
            },
            p => new(
                OwnerWire.FromWire(p.From),
                ValueList.From(p.Unreachable.Select(OwnerWire.FromWire)),
                ValueList.From(p.Heard.Select(OwnerWire.FromWire)))),
    ];

    private static IEnumerable<WireEntry> Joining =>
    [
        WireEntry.Of<MembershipProtocol.Knock, P.Knock>(
            WireManifests.Knock,
            m => new()
            {
                From = m.From.ToWire(),
                Terms = ToWire(m.Terms),
                Listed = m.Listed,
                Island = ToWire(m.Island),
            },
            p => new(OwnerWire.FromWire(p.From), FromWire(p.Terms), p.Listed, FromWire(p.Island))),
        WireEntry.Of<MembershipProtocol.KnockAnswer, P.KnockAnswer>(
            WireManifests.KnockAnswer,
            m => new()
            {
                From = m.From.ToWire(),
                Terms = ToWire(m.Terms),
                Listed = m.Listed,
                Island = ToWire(m.Island),
                KnowsAsker = m.KnowsAsker,
            },
            p => new(
                OwnerWire.FromWire(p.From),
                FromWire(p.Terms),
                p.Listed,
                FromWire(p.Island),
                p.KnowsAsker)),
    ];

    private static P.MeshTerms ToWire(MeshTerms terms) =>
        new() { MeshName = terms.MeshName, Buckets = terms.Buckets, WireVersion = terms.WireVersion };

    private static MeshTerms FromWire(P.MeshTerms? terms) => terms is null
        ? throw new WireFormatException("the terms are missing")
        : new MeshTerms(terms.MeshName, terms.Buckets, terms.WireVersion);

    private static P.Island? ToWire(Island? island) => island is null
        ? null
        : new() { Members = island.Members, Oldest = island.Oldest.ToWire(), FormedAt = island.FormedAt };

    private static Island? FromWire(P.Island? island) => island is null
        ? null
        : new(island.Members, OwnerWire.FromWire(island.Oldest), island.FormedAt);
}
