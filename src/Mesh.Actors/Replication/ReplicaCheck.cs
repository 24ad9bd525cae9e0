using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Compares what Distributed Data holds, bucket by bucket, with what this node has taken in of it and with what it
/// wrote itself. Without clock and messages; not thread-safe: it belongs to its actor.
/// </summary>
internal sealed class ReplicaCheck<TBucket, TKey, TRecord>
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private readonly Owner _self;
    private readonly TBucket?[] _seen;
    private readonly OwnerLog<TKey, TRecord>[] _own;

    public ReplicaCheck(Owner self, int buckets)
    {
        _self = self;
        _seen = new TBucket?[buckets];
        _own = new OwnerLog<TKey, TRecord>[buckets];
        Array.Fill(_own, OwnerLog<TKey, TRecord>.Empty);
    }

    /// <summary>Own writes to a bucket: all of them, or the latest.</summary>
    public void Wrote(int index, OwnerLog<TKey, TRecord> log) =>
        _own[index] = OwnerLog<TKey, TRecord>.Merge(_own[index], log);

    /// <summary>Is it another state than at the last look? Asked again for the same one, it is not.</summary>
    public bool IsNews(int index, TBucket held)
    {
        if (ReferenceEquals(held, _seen[index]))
            return false;
        _seen[index] = held;
        return true;
    }

    /// <summary>The whole own log of a bucket, where Distributed Data lacks writes of it; null: it has them all.</summary>
    public OwnerLog<TKey, TRecord>? Lost(int index, TBucket held) =>
        held.LogOf(_self).Version < _own[index].Version ? _own[index] : null;
}
