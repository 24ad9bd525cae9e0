using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

/// <summary>
/// One node of a simulated mesh: the bucket it has merged, its own model of what it wrote, and a watch that nothing it
/// has once seen removed or replaced comes back.
/// </summary>
internal sealed class Replica(int n)
{
    private readonly Dictionary<(Owner, InstanceKey), long> _highest = [];

    public Owner Owner { get; } = Some.Owner(n);

    public InstanceBucket Bucket { get; private set; } = InstanceBucket.Empty;

    public Dictionary<InstanceKey, long> Model { get; } = [];

    public List<InstanceBucket> Outbox { get; } = [];

    public void Write(InstanceKey key, long number, bool remove)
    {
        var record = remove ? null : Some.Record(key, number);
        var log = Bucket.LogOf(Owner).Append(key, record, out var written);
        Bucket = Bucket.With(Owner, log);
        Outbox.Add(InstanceBucket.Of(Owner, written));
        if (remove)
            Model.Remove(key);
        else
            Model[key] = number;
    }

    public void Receive(InstanceBucket other)
    {
        var touched = new List<InstanceKey>();
        var before = Bucket;
        Bucket = InstanceBucket.Merge(before, other, touched);
        foreach (var owner in other.Logs.Keys)
        {
            var log = Bucket.LogOf(owner);
            if (ReferenceEquals(log, before.LogOf(owner)))
                continue;
            var old = before.LogOf(owner);
            foreach (var key in old.Keys().Concat(log.Keys()).Distinct())
            {
                var number = log.Find(key)?.Claim;
                var known = old.Find(key)?.Claim;
                if (number != known)
                    Assert.Contains(key, touched);
                if (known is { } k)
                    _highest[(owner, key)] = Math.Max(k, _highest.GetValueOrDefault((owner, key)));
                if (number is { } seen && number != known)
                    Assert.True(seen > _highest.GetValueOrDefault((owner, key)), $"{owner} {key}: {seen} came back");
            }
        }
    }

    /// <summary>Everything in the bucket, in the form of the model.</summary>
    public IEnumerable<(Owner Owner, InstanceKey Key, long Number)> Entries() =>
        from log in Bucket.Logs
        from key in log.Value.Keys()
        orderby log.Key, key
        select (log.Key, key, log.Value.Find(key)!.Claim);
}
