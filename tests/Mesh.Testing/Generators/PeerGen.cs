using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using Mesh.Registry;
using Mesh.Replication;
using static Mesh.Membership.MembershipProtocol;
using static Mesh.Registry.RegistryPeerProtocol;
using static Mesh.Replication.ReplicationProtocol;

namespace Mesh.Testing.Generators;

/// <summary>What nodes say to each other.</summary>
internal static class PeerGen
{
    private static readonly Gen<Owner> Owner = CatalogGen.Owner;

    private static readonly Gen<MeshTerms> Terms =
        Gen.Select(CatalogGen.Text, Gen.Int, Gen.Int, (name, buckets, version) => new MeshTerms(name, buckets, version));

    private static readonly Gen<Island?> Isle = Gen.Select(
        Gen.Int, CatalogGen.Owner, Gen.Long, (members, oldest, formedAt) => new Island(members, oldest, formedAt)).Null();

    public static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> All() => [.. Members(), .. Replicas(), .. Parts()];

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Members() =>
    [
        WireGen.Of(Gen.Select(
            Owner,
            CatalogGen.Text,
            CatalogGen.Text,
            CatalogGen.Text,
            Gen.Long,
            Gen.Select(CatalogGen.Text, CatalogGen.Text).Array[0, 3],
            (o, n, z, v, s, d) => new Hello(o, n, z, v, s)
            {
                Doors = ValueMap<string>.From(d.Select(one => new KeyValuePair<string, string>(one.Item1, one.Item2))),
            })),
        WireGen.Of(Gen.Select(Owner, CatalogGen.Evidence, (o, e) => new Accusation(o, e))),
        WireGen.Of(Gen.Select(Owner, Gen.Long, (o, n) => new Ping(o, n))),
        WireGen.Of(Gen.Select(Owner, Gen.Long, (o, n) => new Pong(o, n))),
        WireGen.Of(Gen.Select(Owner, WireGen.List(Owner), WireGen.List(Owner), (o, u, h) => new ReachabilityReport(o, u, h))),
        WireGen.Of(Gen.Select(Owner, Terms, Gen.Bool, Isle, (o, t, l, i) => new Knock(o, t, l, i))),
        WireGen.Of(Gen.Select(
            Owner, Terms, Gen.Bool, Isle, Gen.Bool, (o, t, l, i, k) => new KnockAnswer(o, t, l, i, k))),
    ];

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Replicas() =>
    [
        WireGen.Of(BucketGen.Bucket),
        WireGen.Of(BucketGen.Policies),
        WireGen.Of(Gen.Select(
            Owner,
            Gen.Long,
            Gen.Bool,
            Items(BucketGen.Part),
            BucketGen.Policies,
            (o, n, r, p, t) => new Push(o, n, r, p, t))),
        WireGen.Of(Gen.Select(Owner, Gen.Long, (o, n) => new PushAck(o, n))),
        WireGen.Of(Owner.Select(o => new GetVersions(o))),
        WireGen.Of(Gen.Select(Owner, Gen.Bool, Items(Version()), (o, r, v) => new Versions(o, r, v))),
        WireGen.Of(Owner.Select(o => new Known(o))),
        WireGen.Of(Gen.Select(Owner, Gen.Bool, (o, stores) => new Back(o, stores))),
        WireGen.Of(Gen.Select(Owner, Items(Gen.Int), (o, i) => new Pull(o, i))),
        WireGen.Of(Gen.Select(Owner, BucketGen.Part, Items(OwnerSeals), (o, p, s) => new BucketState(o, p) { Seals = s })),
        WireGen.Of(Gen.Select(Owner, Items(Seals), (o, s) => new Sealed(o, s))),
    ];

    /// <summary>Signatures of other owners, in the messages that carry buckets.</summary>
    internal static Gen<OwnerSeal> OwnerSeals => Gen.Select(Owner, Seals, (o, s) => new OwnerSeal(o, s));

    private static Gen<Seal> Seals => Gen.Select(
        Gen.Int, Gen.Long, Gen.Long, Gen.Byte.Array[0, 80], Gen.Byte.Array[0, 500],
        (i, v, t, s, c) => new Seal(i, v, t, [.. s], [.. c]));

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Parts() =>
    [
        WireGen.Of(Gen.OneOf(
            Gen.Select(CatalogGen.Instance, CatalogGen.Span, (i, d) =>
                (RegistryProtocol.ICommand)new RegistryProtocol.Register(i, Consistency.Local, d)),
            CatalogGen.Key.Select(k =>
                (RegistryProtocol.ICommand)new RegistryProtocol.Drain(k, TimeSpan.FromSeconds(1))))
            .SelectMany(c => CatalogGen.Span.Select(reach => new Forwarded(c, reach)))),
        WireGen.Of(Gen.Select(CatalogGen.Key, Gen.Long, CatalogGen.Text.Array[0, 3], (k, r, m) =>
            new Reached(new RegistryProtocol.Deregistered(k, r), ValueList.From(m)))),
        WireGen.Of(Gen.Select(CatalogGen.Text, Gen.Long, Gen.ULong, (n, s, m) => new ReachedIndex(n, s, m)).Array[0, 3]
            .Select(items => new IndexesReached([.. items]))),
        WireGen.Of(CatalogGen.Key.Select(k => new GetEvents(k))),
        WireGen.Of(Gen.Select(
            CatalogGen.Key, Owner, WireGen.List(CatalogGen.Event), (k, o, e) => new Events(k, o, e))),
    ];

    private static Gen<BucketVersion> Version() =>
        Gen.Select(Gen.Int[0, 255], Owner, Gen.Long, (bucket, owner, version) => new BucketVersion(bucket, owner, version));

    private static Gen<ImmutableArray<T>> Items<T>(Gen<T> item) => item.Array[0, 4].Select(a => a.ToImmutableArray());
}
