using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// The buckets of one kind as one node holds them: all owners' logs as far as they have come here, and the node's own, to
/// which it writes. Of several claims to one key it tells the one that wins; what follows from that is for those around it.
/// Not thread-safe: it belongs to a core.
/// </summary>
/// <param name="buckets">Changed in place: they outlive this object where the same incarnation begins anew.</param>
/// <param name="gone">Owners whose logs are not taken in any more.</param>
/// <param name="indexOf">The bucket of a key, by the count of buckets.</param>
internal sealed class OwnerLogs<TBucket, TKey, TRecord>(Owner self, TBucket[] buckets, HashSet<Owner> gone, Func<TKey, int, int> indexOf)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, IClaimed
{
    private readonly SortedDictionary<int, List<BucketEvent<TKey, TRecord>>> _written = [];
    private readonly Dictionary<(int Index, Owner Owner), int> _gaps = [];

    public bool HasWritten => _written.Count > 0;

    public IEnumerable<TBucket> Buckets => buckets;

    public IEnumerable<Owner> Owners => buckets.SelectMany(b => b.Logs.Keys).Distinct();

    /// <summary>Every key that a log holds; several logs may hold the same.</summary>
    public IEnumerable<TKey> Keys => buckets.SelectMany(b => b.Logs.Values).SelectMany(l => l.Keys());

    public TBucket Bucket(int index) => buckets[index];

    public int IndexOf(TKey key) => indexOf(key, buckets.Length);

    public bool HasIndex(int index) => index >= 0 && index < buckets.Length;

    public IEnumerable<TKey> KeysOf(Owner owner) => buckets.SelectMany(b => b.LogOf(owner).Keys());

    /// <summary>What this node itself has written for the key.</summary>
    public TRecord? Own(TKey key) => BucketOf(key).LogOf(self).Find(key);

    /// <summary>What the logs hold for a key, in order of the owners, members or not.</summary>
    public IEnumerable<Claim<TRecord>> ClaimsTo(TKey key)
    {
        foreach (var (owner, log) in BucketOf(key).Logs)
        {
            if (log.Find(key) is { } record)
                yield return new Claim<TRecord>(record, owner);
        }
    }

    /// <summary>The winning claim among the members.</summary>
    public Claim<TRecord>? Winner(TKey key, Dictionary<Owner, Standing> members)
    {
        Claim<TRecord>? best = null;
        foreach (var (owner, log) in BucketOf(key).Logs)
        {
            if (!members.ContainsKey(owner) || log.Find(key) is not { } record)
                continue;
            var claim = new Claim<TRecord>(record, owner);
            if (best is not { } held || claim.Beats(held))
                best = claim;
        }

        return best;
    }

    /// <summary>This node's own next write to a key; null: its log no longer holds the key.</summary>
    public void Write(TKey key, TRecord? record)
    {
        var index = IndexOf(key);
        var log = buckets[index].LogOf(self).Append(key, record, out var written);
        buckets[index] = buckets[index].With(self, log);
        if (!_written.TryGetValue(index, out var writes))
            _written[index] = writes = [];
        writes.Add(written);
    }

    /// <summary>The join with what came from outside; one with a number that does not exist here is passed over.</summary>
    /// <param name="touched">Gets the keys whose records may differ from before.</param>
    public void Merge(int index, TBucket bucket, ICollection<TKey> touched)
    {
        if (!HasIndex(index))
            return;
        foreach (var owner in bucket.Logs.Keys)
        {
            if (gone.Contains(owner))
                bucket = bucket.Without(owner);
        }

        buckets[index] = OwnerBucket<TBucket, TKey, TRecord>.Merge(buckets[index], bucket, touched);
        foreach (var owner in bucket.Logs.Keys)
        {
            if (!buckets[index].LogOf(owner).Cloud.IsEmpty)
                _gaps.TryAdd((index, owner), 0);
        }
    }

    /// <summary>
    /// Logs that lack writes before one that has come: those that have for a whole turn, and again each few turns while they do.
    /// </summary>
    public IReadOnlyList<(int Index, Owner Owner)> TakeGaps()
    {
        const int Again = 4;
        if (_gaps.Count == 0)
            return [];
        List<(int, Owner)> lasting = [];
        foreach (var (gap, turns) in _gaps.ToArray())
        {
            if (buckets[gap.Index].LogOf(gap.Owner).Cloud.IsEmpty)
            {
                _gaps.Remove(gap);
                continue;
            }

            _gaps[gap] = turns + 1;
            if (turns % Again == 1)
                lasting.Add(gap);
        }

        return lasting;
    }

    /// <summary>An owner is a member after all.</summary>
    public void Admit(Owner owner) => gone.Remove(owner);

    /// <summary>Drops the logs of an owner that is gone for good.</summary>
    public void Drop(Owner owner)
    {
        // Some hundred restarts of hosts; the logs of those before are pruned by then.
        const int Remembered = 4_096;
        if (gone.Count >= Remembered)
            gone.Clear();
        for (var i = 0; i < buckets.Length; i++)
            buckets[i] = buckets[i].Without(owner);
        gone.Add(owner);
    }

    /// <summary>The own writes since the last call.</summary>
    public ImmutableArray<OwnWrites<TKey, TRecord>> TakeWritten()
    {
        if (_written.Count == 0)
            return [];
        ImmutableArray<OwnWrites<TKey, TRecord>> taken =
            [.. _written.Select(w => new OwnWrites<TKey, TRecord>(w.Key, buckets[w.Key].LogOf(self), [.. w.Value]))];
        _written.Clear();
        return taken;
    }

    /// <summary>All of this node's own logs.</summary>
    public ImmutableArray<OwnWrites<TKey, TRecord>> OwnLogs() =>
        [.. buckets.Select((b, i) => new OwnWrites<TKey, TRecord>(i, b.LogOf(self), [])).Where(w => w.State.Latest > 0)];

    public IEnumerable<BucketVersion> Versions() =>
        buckets.SelectMany((b, i) => b.Logs.Select(l => new BucketVersion(i, l.Key, l.Value.Version)));

    private TBucket BucketOf(TKey key) => buckets[IndexOf(key)];
}
