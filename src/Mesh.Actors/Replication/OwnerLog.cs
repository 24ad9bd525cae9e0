using System.Collections.Immutable;

namespace Mesh.Replication;

/// <summary>
/// What a replica knows of one owner's writes to one bucket: all of them up to <see cref="Version"/>, folded into the
/// entries they left, and single later ones that arrived before those in between.
/// <para>
/// Because an owner is the only writer of its entries, its writes are totally ordered, and the set of writes a replica
/// has seen (a prefix and a cloud of dots) determines the state: two logs with the same prefix and cloud are equal.
/// The join takes the longer prefix and the union of the clouds; it is commutative, associative and idempotent. This is
/// the causal delta-CRDT of Almeida, Shoker and Baquero (2018) with the dot store specialised to one writer, so that a
/// removal needs no tombstone once the prefix covers it.
/// </para>
/// </summary>
internal sealed class OwnerLog<TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    public static readonly OwnerLog<TKey, TRecord> Empty = new(
        0, ImmutableSortedDictionary<TKey, TRecord>.Empty, ImmutableSortedDictionary<long, BucketEvent<TKey, TRecord>>.Empty);

    public OwnerLog(
        long version,
        ImmutableSortedDictionary<TKey, TRecord> live,
        ImmutableSortedDictionary<long, BucketEvent<TKey, TRecord>> cloud)
    {
        Version = version;
        Live = live;
        Cloud = cloud;
    }

    /// <summary>Every write up to this one is folded into <see cref="Live"/>.</summary>
    public long Version { get; }

    public ImmutableSortedDictionary<TKey, TRecord> Live { get; }

    /// <summary>Writes that arrived early; all numbers are larger than Version + 1.</summary>
    public ImmutableSortedDictionary<long, BucketEvent<TKey, TRecord>> Cloud { get; }

    /// <summary>The number of the latest write seen.</summary>
    public long Latest => Cloud.IsEmpty ? Version : Cloud.Keys.Last();

    public TRecord? Find(TKey key)
    {
        BucketEvent<TKey, TRecord>? early = null;
        foreach (var (_, write) in Cloud)
        {
            if (write.Key.Equals(key))
                early = write;
        }

        return early is not null ? early.Record : Live.GetValueOrDefault(key);
    }

    /// <summary>The keys that have a record, early writes included.</summary>
    public IEnumerable<TKey> Keys() =>
        Cloud.IsEmpty ? Live.Keys : Live.Keys.Concat(Cloud.Values.Select(w => w.Key)).Distinct().Where(k => Find(k) is not null);

    /// <summary>The owner's own next write.</summary>
    public OwnerLog<TKey, TRecord> Append(TKey key, TRecord? record, out BucketEvent<TKey, TRecord> written)
    {
        written = new BucketEvent<TKey, TRecord>(Version + 1, key, record);
        return new OwnerLog<TKey, TRecord>(written.Version, Fold(Live, written), Cloud);
    }

    /// <summary>A log that knows single writes only: the form of a delta.</summary>
    public static OwnerLog<TKey, TRecord> Of(params ReadOnlySpan<BucketEvent<TKey, TRecord>> writes)
    {
        var cloud = ImmutableSortedDictionary.CreateBuilder<long, BucketEvent<TKey, TRecord>>();
        foreach (var write in writes)
            cloud[write.Version] = write;
        return Closed(0, Empty.Live, cloud.ToImmutable());
    }

    /// <summary>The join. Keys whose record may differ from that in <paramref name="mine"/> are added to <paramref name="touched"/>.</summary>
    public static OwnerLog<TKey, TRecord> Merge(OwnerLog<TKey, TRecord> mine, OwnerLog<TKey, TRecord> other, ICollection<TKey>? touched = null)
    {
        if (ReferenceEquals(mine, other) || (other.Version <= mine.Version && other.Latest <= mine.Version))
            return mine;

        var longer = other.Version > mine.Version ? other : mine;
        if (touched is not null && longer == other)
            AddDifferences(mine, other, touched);

        var cloud = mine.Cloud;
        foreach (var (version, write) in other.Cloud)
        {
            if (version <= longer.Version || cloud.ContainsKey(version))
                continue;
            cloud = cloud.Add(version, write);
            touched?.Add(write.Key);
        }

        if (longer == mine && ReferenceEquals(cloud, mine.Cloud))
            return mine;
        return Closed(longer.Version, longer.Live, cloud);
    }

    /// <summary>The same numbers, with what is not allowed removed. The keys of it are added to <paramref name="refused"/>.</summary>
    public OwnerLog<TKey, TRecord> Only(Func<TKey, bool> allows, ICollection<TKey> refused)
    {
        ArgumentNullException.ThrowIfNull(allows);
        ArgumentNullException.ThrowIfNull(refused);
        var (live, cloud) = (Live, Cloud);
        foreach (var key in Live.Keys.Where(k => !allows(k)))
        {
            live = live.Remove(key);
            refused.Add(key);
        }

        foreach (var (version, write) in Cloud)
        {
            if (write.Record is null || allows(write.Key))
                continue;
            cloud = cloud.SetItem(version, write with { Record = null });
            refused.Add(write.Key);
        }

        return ReferenceEquals(live, Live) && ReferenceEquals(cloud, Cloud) ? this : new(Version, live, cloud);
    }

    /// <summary>Folds the part of the cloud that the prefix has reached.</summary>
    private static OwnerLog<TKey, TRecord> Closed(
        long version,
        ImmutableSortedDictionary<TKey, TRecord> live,
        ImmutableSortedDictionary<long, BucketEvent<TKey, TRecord>> cloud)
    {
        if (cloud.IsEmpty)
            return new OwnerLog<TKey, TRecord>(version, live, cloud);

        var folded = live.ToBuilder();
        var left = cloud.ToBuilder();
        foreach (var (number, write) in cloud)
        {
            if (number > version + 1)
                break;
            left.Remove(number);
            if (number <= version)
                continue;
            version = number;
            if (write.Record is null)
                folded.Remove(write.Key);
            else
                folded[write.Key] = write.Record;
        }

        return new OwnerLog<TKey, TRecord>(version, folded.ToImmutable(), left.ToImmutable());
    }

    private static ImmutableSortedDictionary<TKey, TRecord> Fold(
        ImmutableSortedDictionary<TKey, TRecord> live, BucketEvent<TKey, TRecord> write) =>
        write.Record is null ? live.Remove(write.Key) : live.SetItem(write.Key, write.Record);

    private static void AddDifferences(OwnerLog<TKey, TRecord> before, OwnerLog<TKey, TRecord> after, ICollection<TKey> touched)
    {
        foreach (var (key, record) in after.Live)
        {
            if (!before.Live.TryGetValue(key, out var old) || (!ReferenceEquals(old, record) && !old.Equals(record)))
                touched.Add(key);
        }

        foreach (var (key, _) in before.Live)
        {
            if (!after.Live.ContainsKey(key))
                touched.Add(key);
        }

        foreach (var (_, write) in before.Cloud)
            touched.Add(write.Key);
    }
}
