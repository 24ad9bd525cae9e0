using System.Collections.Immutable;

namespace Mesh.Replication;

/// <summary>Own writes to one bucket, with the log that they led to.</summary>
/// <param name="State">The whole own log of the bucket.</param>
/// <param name="Writes">In the order in which they were made; empty: the log is all there is to go on from.</param>
internal sealed record OwnWrites<TKey, TRecord>(
    int Index, OwnerLog<TKey, TRecord> State, ImmutableArray<BucketEvent<TKey, TRecord>> Writes)
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class;
