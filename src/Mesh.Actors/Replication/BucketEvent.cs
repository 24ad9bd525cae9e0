namespace Mesh.Replication;

/// <summary>One write of one owner to one bucket: its number, which key, and the record that is valid from then on.</summary>
/// <param name="Version">The owner's writes to a bucket are numbered 1, 2, 3, … without gaps.</param>
/// <param name="Record">Null: the key was removed.</param>
internal sealed record BucketEvent<TKey, TRecord>(long Version, TKey Key, TRecord? Record)
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class;
