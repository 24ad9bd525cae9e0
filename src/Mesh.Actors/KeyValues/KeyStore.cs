using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// The merge of all that a node has seen of the key-value store, and its own log: for each key and lease which claim of
/// a member wins. Without clock, I/O or Akka.
/// </summary>
/// <param name="changed">Told of each slot whose winning claim changes: before, after.</param>
internal sealed class KeyStore(KeyMemory memory, Action<KeySlot, KeyClaim?, KeyClaim?> changed)
{
    /// <summary>
    /// What a write claims above what it has seen: more than many expiries and adoptions in turn add, which must not beat
    /// a write or a deletion that they do not know of.
    /// </summary>
    public const long WriteStep = 1_024;

    private readonly Owner _self = memory.Self;
    private readonly KeyBucket[] _buckets = memory.Buckets;
    private readonly Dictionary<KeySlot, KeyOrphan> _orphans = memory.Orphans;
    private readonly Dictionary<Owner, Standing> _members = memory.Members;
    private readonly Dictionary<KeySlot, KeyClaim> _winners = [];
    private readonly long[] _bytes = new long[memory.Buckets.Length];
    private readonly SortedDictionary<int, List<BucketEvent>> _written = [];

    /// <summary>Bytes of the winning records.</summary>
    public long Bytes { get; private set; }

    public bool HasWritten => _written.Count > 0;

    public IReadOnlyDictionary<KeySlot, KeyOrphan> Orphans => _orphans;

    public IEnumerable<Owner> Owners => _buckets.SelectMany(b => b.Logs.Keys).Distinct();

    public bool IsEmpty => _winners.Count == 0;

    public KeyBucket Bucket(int index) => _buckets[index];

    public long BytesOf(KeySlot slot) => _bytes[IndexOf(slot)];

    public KeyClaim? Winner(KeySlot slot) => _winners.TryGetValue(slot, out var claim) ? claim : null;

    public KeyRecord? Own(KeySlot slot) => _buckets[IndexOf(slot)].LogOf(_self).Find(slot);

    /// <summary>Does a log other than this node's hold the key, with whatever claim?</summary>
    public bool OthersHold(KeySlot slot) => _buckets[IndexOf(slot)].Logs
        .Any(l => l.Key != _self && l.Value.Find(slot) is { Deleted: false });

    /// <summary>More than the highest claim seen, and no less than the wall clock.</summary>
    public long NextClaim(KeySlot slot, DateTimeOffset wall) =>
        Math.Max((Winner(slot)?.Record.Claim ?? 0) + WriteStep, (wall - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Takes in what the buckets hold, as after a restart.</summary>
    public void Count()
    {
        foreach (var slot in _buckets.SelectMany(b => b.Logs.Values).SelectMany(l => l.Keys()).Concat(_orphans.Keys).ToHashSet())
            Settle(slot);
    }

    /// <summary>This node's own next write; null: its log no longer holds the slot.</summary>
    public void Write(KeySlot slot, KeyRecord? record)
    {
        var index = IndexOf(slot);
        var log = _buckets[index].LogOf(_self).Append(slot, record, out var written);
        _buckets[index] = _buckets[index].With(_self, log);
        if (!_written.TryGetValue(index, out var writes))
            _written[index] = writes = [];
        writes.Add(written);
        if (record is null)
        {
            Settle(slot);
            return;
        }

        var claim = new KeyClaim(record, _self);
        var before = Winner(slot);
        if (before is not { } held || (held.Owner == _self ? record.Claim >= held.Record.Claim : claim.Beats(held)))
            Set(slot, before, claim);
        else
            Settle(slot);
    }

    public void Merge(IEnumerable<KeyBucketPart> parts)
    {
        var touched = new HashSet<KeySlot>();
        foreach (var part in parts.Where(p => p.Index >= 0 && p.Index < _buckets.Length))
            _buckets[part.Index] = KeyBucket.Merge(_buckets[part.Index], part.Bucket, touched);

        foreach (var slot in touched)
            Settle(slot);
    }

    /// <summary>A member's claims count from now on.</summary>
    public void Admit(Owner owner)
    {
        foreach (var slot in _buckets.SelectMany(b => b.LogOf(owner).Keys()).ToArray())
            Settle(slot);
    }

    /// <summary>Drops the logs of an owner that is gone for good; what of them was visible stays so, as orphans.</summary>
    public void Drop(Owner owner, TimeSpan now, Func<KeySlot, TimeSpan> turn)
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            foreach (var slot in _buckets[i].LogOf(owner).Keys())
            {
                if (Winner(slot) is { } winner && winner.Owner == owner)
                    _orphans[slot] = new KeyOrphan(winner, now, now + turn(slot));
            }

            _buckets[i] = _buckets[i].Without(owner);
        }
    }

    /// <summary>Forgets an orphan; what wins without it is seen at the next write of the slot.</summary>
    public void Forget(KeySlot slot) => _orphans.Remove(slot);

    public void Schedule(Func<KeySlot, TimeSpan> turn)
    {
        foreach (var (slot, orphan) in _orphans.ToArray())
            _orphans[slot] = orphan with { Due = orphan.Since + turn(slot) };
    }

    /// <summary>The writes since the last call, with the logs that they led to.</summary>
    public ImmutableArray<KeyWrites> TakeWritten()
    {
        ImmutableArray<KeyWrites> taken =
            [.. _written.Select(w => new KeyWrites(w.Key, _buckets[w.Key].LogOf(_self), [.. w.Value]))];
        _written.Clear();
        return taken;
    }

    /// <summary>All of this node's own logs, as if just written.</summary>
    public ImmutableArray<KeyWrites> OwnLogs() =>
        [.. _buckets.Select((b, i) => new KeyWrites(i, b.LogOf(_self), [])).Where(w => w.State.Latest > 0)];

    public IEnumerable<BucketVersion> Versions() =>
        _buckets.SelectMany((b, i) => b.Logs.Select(l => new BucketVersion(i, l.Key, l.Value.Version)));

    private int IndexOf(KeySlot slot) => KeyBuckets.IndexOf(slot, _buckets.Length);

    private void Settle(KeySlot slot)
    {
        KeyClaim? best = null;
        foreach (var (owner, log) in _buckets[IndexOf(slot)].Logs)
        {
            if (_members.ContainsKey(owner) && log.Find(slot) is { } record && (best is not { } held || new KeyClaim(record, owner).Beats(held)))
                best = new KeyClaim(record, owner);
        }

        if (_orphans.TryGetValue(slot, out var orphan))
        {
            if (best is not { } other || !other.Beats(orphan.Claim))
                best = orphan.Claim;
            else if (orphan.Claim.IsLive || !other.IsLive)
                _orphans.Remove(slot);
            // Else it stays in wait: should its better be dropped by an owner that knew of no deletion, it still hides what it hid.
        }

        Set(slot, Winner(slot), best);
    }

    private void Set(KeySlot slot, KeyClaim? before, KeyClaim? after)
    {
        if (after is { } claim)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_winners, slot, out _);
            place = claim;
            if (claim.Owner == _self && _orphans.Count > 0)
                _orphans.Remove(slot);
        }
        else
        {
            _winners.Remove(slot);
        }

        if (before is { } old && after is { } now && old.Owner == now.Owner && ReferenceEquals(old.Record, now.Record))
            return;
        var more = (after?.Record.Size ?? 0) - (before?.Record.Size ?? 0);
        _bytes[IndexOf(slot)] += more;
        Bytes += more;
        changed(slot, before, after);
    }
}
