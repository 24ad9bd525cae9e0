using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>Takes out of the own log, after a while, what another owner has claimed since.</summary>
internal sealed class LostClaims<TBucket, TKey, TRecord>(
    Owner self, ClaimStore<TBucket, TKey, TRecord> store, Tombstones<TBucket, TKey, TRecord> tombstones)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, ITombstoned<TKey, TRecord>
{
    private readonly Dictionary<TKey, TimeSpan> _since = [];

    /// <summary>The winning claim to a key changed.</summary>
    public void Changed(TKey key, Claim<TRecord>? after, TimeSpan now)
    {
        if (after?.Owner != self && store.Own(key) is { Deleted: false })
            _since.TryAdd(key, now);
        else if (_since.Count > 0)
            _since.Remove(key);
    }

    public void Tick(TimeSpan now)
    {
        if (_since.Count == 0)
            return;
        foreach (var (key, _) in _since.Where(s => now - s.Value >= ClaimTimes.YieldAfter).ToArray())
        {
            _since.Remove(key);
            if (store.Own(key) is not { Deleted: false } own)
                continue;
            // Where it hides a lower claim itself, its own stays behind as a tombstone.
            if (own.Shared)
                tombstones.Bury(key, own.Claim, now);
            else
                store.Write(key, null);
        }
    }
}
