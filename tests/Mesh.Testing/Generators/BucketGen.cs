using CsCheck;
using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Testing.Generators;

/// <summary>
/// Random buckets as replicas come by them: each owner has written a sequence, and the replica has seen some of it.
/// </summary>
internal static class BucketGen
{
    /// <summary>One write with its owner, and whether the replica has seen it.</summary>
    public sealed record Write(Owner Owner, BucketEvent Event, bool Seen);

    public static readonly Gen<Write[]> Writes = Gen.Select(CatalogGen.Owner, OneLog(), Give).Array[0, 4].Select(
        logs => logs.DistinctBy(l => l.Owner).SelectMany(l => l.Writes).ToArray());

    public static readonly Gen<InstanceBucket> Bucket = Writes.Select(Merge);

    public static readonly Gen<BucketPart> Part =
        Gen.Select(CatalogGen.Number(), Bucket, (index, bucket) => new BucketPart(index, bucket));

    public static readonly Gen<PolicyTable> Policies = Gen.Select(
        CatalogGen.Service,
        SelectionGen.Policy,
        Gen.Long,
        CatalogGen.Text,
        (service, policy, stamp, writer) => PolicyTable.Of(new PolicyEntry(service, policy, stamp, writer)))
        .Array[0, 5].Select(tables => tables.Aggregate(PolicyTable.Empty, (all, one) => all.Merge(one)));

    /// <summary>What a replica holds that has seen these writes, in whatever order.</summary>
    public static InstanceBucket Merge(IEnumerable<Write> writes) => writes.Where(w => w.Seen).Aggregate(
        InstanceBucket.Empty, (bucket, write) => bucket.Merge(InstanceBucket.Of(write.Owner, write.Event)));

    private static Gen<(InstanceKey Key, ServiceInstance? Record, bool Seen)[]> OneLog() => Gen.Select(
        CatalogGen.Key,
        CatalogGen.Instance.Null(),
        Gen.Int[0, 3],
        (key, record, dice) => (
            key,
            record is null ? null : record with { Service = key.Service, Id = key.Id },
            dice > 0)).Array[0, 12];

    private static (Owner Owner, IEnumerable<Write> Writes) Give(
        Owner owner, (InstanceKey Key, ServiceInstance? Record, bool Seen)[] log) =>
        (owner, log.Select((w, i) => new Write(owner, new BucketEvent(i + 1, w.Key, w.Record), w.Seen)));
}
