using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Testing.Generators;

/// <summary>Random records of the key-value store, and buckets as replicas come by them.</summary>
internal static class KeyGen
{
    public static readonly Gen<Octets> Bytes = Gen.Byte.Array[0, 12].Select(Octets.Wrap);

    public static readonly Gen<KeySlot> Slot = Gen.OneOf(
        Bytes.Select(KeySlot.OfEntry), Gen.Int[0, 9].Select(n => KeySlot.OfLease(n)), Gen.Long.Select(KeySlot.OfLease));

    public static readonly Gen<Write[]> Writes = Gen.Select(CatalogGen.Owner, OneLog()).Array[0, 4].Select(
        logs => logs.DistinctBy(l => l.Item1).SelectMany(l => l.Item2.Select(
            (w, i) => new Write(l.Item1, new BucketEvent(i + 1, w.Slot, w.Record), w.Seen))).ToArray());

    public static readonly Gen<KeyBucket> Bucket = Writes.Select(Merge);

    public static readonly Gen<KeyBucketPart> Part =
        Gen.Select(CatalogGen.Number(), Bucket, (index, bucket) => new KeyBucketPart(index, bucket));

    /// <summary>One write with its owner, and whether the replica has seen it.</summary>
    public sealed record Write(Owner Owner, BucketEvent Event, bool Seen);

    /// <summary>What a replica holds that has seen these writes, in whatever order.</summary>
    public static KeyBucket Merge(IEnumerable<Write> writes) => writes.Where(w => w.Seen).Aggregate(
        KeyBucket.Empty, (bucket, write) => bucket.Merge(KeyBucket.Of(write.Owner, write.Event)));

    internal static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> All() =>
    [
        WireGen.Of(Bucket),
        WireGen.Of(Gen.Select(CatalogGen.Owner, Gen.Bool, Part.Array[0, 3], Gen.Long, Gen.ULong, (o, r, p, n, m) =>
            new KeyReplicationProtocol.KeyPush(o, r, [.. p], n) { Mark = m })),
        WireGen.Of(Gen.Select(CatalogGen.Owner, Part, PeerGen.OwnerSeals.Array[0, 3], (o, p, s) => new KeyReplicationProtocol.KeyBucketState(o, p) { Seals = [.. s] })),
        WireGen.Of(Gen.Select(Gen.Long, Gen.ULong, (s, m) => new KeyReplicationProtocol.KeyReached(s, m))),
        WireGen.Of(Gen.Select(Gen.Long, Gen.Enum<LeaseVerb>(), Gen.Long, Gen.Long, (n, v, l, t) =>
            new KeyReplicationProtocol.LeaseCall(n, v, l) { Ttl = t })),
        WireGen.Of(Gen.Select(Gen.Long, Gen.Bool, Gen.Long, Gen.Long, Bytes.Array[0, 4], (n, f, t, s, k) =>
            new KeyReplicationProtocol.LeaseAnswer(n, f, t, s, [.. k]))),
    ];

    private static Gen<(KeySlot Slot, KeyRecord? Record, bool Seen)[]> OneLog() => Gen.Select(
        Slot,
        Gen.Select(Bytes, Gen.Long, Gen.ULong, Gen.Long, Gen.Long, Gen.Bool, Gen.Bool),
        Gen.Int[0, 7],
        (slot, f, dice) => (slot, dice == 0 ? null : Record(slot, f), dice > 1)).Array[0, 12];

    private static KeyRecord Record(KeySlot slot, (Octets, long, ulong, long, long, bool, bool) f) => new()
    {
        Slot = slot,
        Value = f.Item1,
        Lease = f.Item2,
        Flags = f.Item3,
        Ttl = f.Item4,
        Claim = f.Item5,
        Deleted = f.Item6,
        Shared = f.Item7,
    };
}
