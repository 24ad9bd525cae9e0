namespace Mesh.Replication;

/// <summary>Own writes that Distributed Data does not have yet, gathered per bucket.</summary>
internal interface IPendingWrites<TBucket, TKey, TRecord>
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    /// <summary>The whole own log of a bucket.</summary>
    void Add(int index, OwnerLog<TKey, TRecord> own);

    /// <summary>By index, each bucket once: what this node's replica merges, and what of it is sent to the others.</summary>
    IReadOnlyList<(int Index, TBucket State, TBucket Fragment)> Take();
}
