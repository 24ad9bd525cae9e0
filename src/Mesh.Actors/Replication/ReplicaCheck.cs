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
    private readonly long[] _own;

    public ReplicaCheck(Owner self, int buckets)
    {
        _self = self;
        _seen = new TBucket?[buckets];
        _own = new long[buckets];
    }

    /// <summary>The number of an own write to a bucket.</summary>
    public void Wrote(int index, long version) => _own[index] = Math.Max(_own[index], version);

    /// <summary>Is it another state than at the last look? Asked again for the same one, it is not.</summary>
    public bool IsNews(int index, TBucket held)
    {
        if (ReferenceEquals(held, _seen[index]))
            return false;
        _seen[index] = held;
        return true;
    }

    /// <summary>Does Distributed Data lack own writes to a bucket?</summary>
    public bool IsLost(int index, TBucket held) => held.LogOf(_self).Version < _own[index];
}
