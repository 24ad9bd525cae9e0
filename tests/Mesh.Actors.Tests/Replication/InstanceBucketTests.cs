using CsCheck;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Replication;

public sealed class InstanceBucketTests
{
    /// <summary>Some replica's bucket after random writes and exchanges.</summary>
    private static readonly Gen<InstanceBucket[]> Buckets =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 2]).Array[0, 60].Select(steps =>
        {
            var replicas = Enumerable.Range(0, 3).Select(n => new Replica(n)).ToArray();
            foreach (var ((who, key, kind, from), number) in steps.Select((s, i) => (s, i + 1)))
            {
                if (kind == 3)
                    replicas[who].Receive(replicas[from].Bucket);
                else if (kind == 2 && replicas[from].Outbox.Count > 0)
                    replicas[who].Receive(replicas[from].Outbox[number % replicas[from].Outbox.Count]);
                else
                    replicas[who].Write(Some.Key(key), number, remove: kind == 1);
            }

            return replicas.Select(r => r.Bucket).ToArray();
        });

    [Fact]
    public void Merge_is_commutative() => Buckets.Sample(b => b[0].Merge(b[1]).SameAs(b[1].Merge(b[0])));

    [Fact]
    public void Merge_is_associative() =>
        Buckets.Sample(b => b[0].Merge(b[1]).Merge(b[2]).SameAs(b[0].Merge(b[1].Merge(b[2]))));

    [Fact]
    public void Merge_is_idempotent() => Buckets.Sample(b =>
    {
        var merged = b[0].Merge(b[1]);
        Assert.Same(merged, merged.Merge(b[1]));
        Assert.Same(merged, merged.Merge(b[0]));
    });

    [Fact]
    public void Equal_knowledge_has_equal_entries() => Buckets.Sample(b =>
    {
        var left = b[0].Merge(b[1]);
        var right = b[1].Merge(b[0]);
        foreach (var (owner, log) in left.Logs)
            Assert.Equal(log.Live, right.LogOf(owner).Live);
    });

    [Fact]
    public void Delta_of_a_repeated_update_is_never_null()
    {
        var fragment = InstanceBucket.Of(Some.Owner(1), new BucketEvent(1, Some.Key(1), Some.Record(Some.Key(1))));
        var once = InstanceBucket.Empty.WithDelta(fragment);
        var twice = once.ResetDelta().WithDelta(fragment);
        Assert.NotNull(twice.Delta);
        Assert.True(twice.ResetDelta().SameAs(once));
    }

    [Fact]
    public void Pruning_drops_the_entries_of_the_removed_owner_only()
    {
        var bucket = InstanceBucket.Empty;
        foreach (var n in new[] { 1, 2 })
            bucket = bucket.Merge(InstanceBucket.Of(Some.Owner(n), new BucketEvent(1, Some.Key(n), Some.Record(Some.Key(n)))));
        var removed = new Akka.Cluster.UniqueAddress(new Akka.Actor.Address("akka.tcp", "mesh", "10.0.0.1", 4053), 1001);
        var keeper = new Akka.Cluster.UniqueAddress(new Akka.Actor.Address("akka.tcp", "mesh", "10.0.0.2", 4053), 1002);
        Assert.True(bucket.NeedPruningFrom(removed));
        var pruned = bucket.Prune(removed, keeper);
        Assert.Equal([Some.Owner(2)], pruned.Logs.Keys);
        Assert.False(pruned.NeedPruningFrom(removed));
    }
}
