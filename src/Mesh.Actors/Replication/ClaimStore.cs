using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// The merge of all that a node has seen of one kind of records, and its own log: for each key which claim of a member
/// wins. Deletions are claims too, and what a removed owner held stays in sight until somebody has adopted it. Without
/// clock, I/O or Akka.
/// </summary>
/// <param name="changed">Told of each key whose winning claim changes: before, after.</param>
internal sealed class ClaimStore<TBucket, TKey, TRecord>(
    ClaimState<TBucket, TKey, TRecord> state,
    Func<TKey, int, int> indexOf,
    Action<TKey, Claim<TRecord>?, Claim<TRecord>?> changed)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, ITombstoned<TKey, TRecord>
{
    private readonly Owner _self = state.Self;
    private readonly OwnerLogs<TBucket, TKey, TRecord> _logs = new(state.Self, state.Buckets, state.Gone, indexOf);
    private readonly Dictionary<TKey, Orphan<TRecord>> _orphans = state.Orphans;
    private readonly Dictionary<Owner, Standing> _members = state.Members;
    private readonly Dictionary<TKey, Claim<TRecord>> _winners = [];

    public bool HasWritten => _logs.HasWritten;

    public IReadOnlyDictionary<TKey, Orphan<TRecord>> Orphans => _orphans;

    public IEnumerable<Owner> Owners => _logs.Owners;

    /// <summary>Is something live in sight that is in nobody's log, for its owner was removed and nobody has adopted it yet?</summary>
    public bool HasHeirless => _orphans.Values.Any(o => !o.Claim.Record.Deleted);

    public bool IsEmpty => _winners.Count == 0;

    /// <summary>Live records in logs of owners that are not members; none of them counts.</summary>
    public int Ownerless => _logs.Buckets.Sum(
        b => b.Logs.Where(l => !_members.ContainsKey(l.Key)).Sum(l => l.Value.Live.Values.Count(r => !r.Deleted)));

    public TBucket Bucket(int index) => _logs.Bucket(index);

    public bool HasBucket(int index) => _logs.HasIndex(index);

    public int IndexOf(TKey key) => _logs.IndexOf(key);

    public Claim<TRecord>? Winner(TKey key) => _winners.TryGetValue(key, out var claim) ? claim : null;

    /// <summary>The winning record, where it says that there is something.</summary>
    public Claim<TRecord>? Live(TKey key) =>
        _winners.TryGetValue(key, out var claim) && !claim.Record.Deleted ? claim : null;

    public TRecord? Own(TKey key) => _logs.Own(key);

    /// <summary>The keys that an owner's log holds, and those of it that wait for a new owner.</summary>
    public IEnumerable<TKey> KeysOf(Owner owner) =>
        _logs.KeysOf(owner).Concat(_orphans.Where(o => o.Value.Claim.Owner == owner).Select(o => o.Key));

    /// <summary>Does a log other than this node's hold the key, with whatever claim?</summary>
    public bool OthersHold(TKey key) => _logs.ClaimsTo(key).Any(c => c.Owner != _self && !c.Record.Deleted);

    /// <summary>Does a log other than this node's hold the key with a claim that this one hides?</summary>
    public bool OthersHold(TKey key, long hidBy) =>
        _logs.ClaimsTo(key).Any(c => c.Owner != _self && !c.Record.Deleted && c.Record.Claim < hidBy);

    /// <summary>The highest claim of other members under this node's, where it says that there is something.</summary>
    public TRecord? Hidden(TKey key)
    {
        if (Winner(key)?.Owner != _self)
            return null;
        TRecord? best = null;
        foreach (var (record, owner) in _logs.ClaimsTo(key))
        {
            if (owner != _self && _members.ContainsKey(owner) && (best is null || record.Claim > best.Claim))
                best = record;
        }

        return best is { Deleted: false } ? best : null;
    }

    /// <summary>What a write claims: more than the highest claim seen, and no less than the wall clock.</summary>
    public long NextClaim(TKey key, DateTimeOffset wall) => Math.Max(
        (Winner(key)?.Record.Claim ?? 0) + ClaimSteps.Write,
        (wall - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Takes in what the buckets hold, as after a restart.</summary>
    public void Load()
    {
        foreach (var key in _logs.Keys.Concat(_orphans.Keys).ToHashSet())
            Settle(key);
    }

    /// <summary>This node's own next write; null: its log no longer holds the key.</summary>
    public void Write(TKey key, TRecord? record)
    {
        _logs.Write(key, record);
        if (record is null)
        {
            Settle(key);
            return;
        }

        var claim = new Claim<TRecord>(record, _self);
        var before = Winner(key);
        if (before is not { } held || (held.Owner == _self ? record.Claim >= held.Record.Claim : claim.Beats(held)))
            Set(key, before, claim);
        else
            Settle(key);
    }

    /// <summary>Writes a record again as it is; whoever has claimed more meanwhile wins.</summary>
    public void Assert(TRecord record)
    {
        if (Winner(record.Key) is not { } known || known.Record.Claim <= record.Claim)
            Write(record.Key, record.Reclaimed(record.Claim));
    }

    /// <summary>
    /// Takes over what another owner holds or held. A tombstone goes on to hide what it hid and no more: with a higher claim it would
    /// hide what was claimed over it, and has not come here yet.
    /// </summary>
    public void Adopt(Claim<TRecord> claim)
    {
        var (key, record) = (claim.Record.Key, claim.Record);
        if (record.Deleted)
            _orphans.Remove(key);
        Write(key, record.Reclaimed(record.Claim + (record.Deleted ? 0 : ClaimSteps.Adoption)));
    }

    public void Merge(IEnumerable<(int Index, TBucket Bucket)> parts)
    {
        var touched = new HashSet<TKey>();
        foreach (var (index, bucket) in parts)
            _logs.Merge(index, bucket, touched);

        foreach (var key in touched)
            Settle(key);
    }

    /// <summary>A member's claims count from now on.</summary>
    public void Admit(Owner owner)
    {
        _logs.Admit(owner);
        foreach (var key in _logs.KeysOf(owner).ToArray())
            Settle(key);
    }

    /// <summary>Drops the logs of an owner that is gone for good; what of them was visible stays so, as orphans.</summary>
    /// <param name="livesOn">Does a record outlive its owner? Deletions do in any case.</param>
    public void Drop(Owner owner, TimeSpan now, Func<TKey, TimeSpan> turn, Func<TRecord, bool> livesOn)
    {
        List<TKey> over = [];
        foreach (var key in _logs.KeysOf(owner))
        {
            if (Winner(key) is not { } winner || winner.Owner != owner)
                continue;
            if (winner.Record.Deleted || livesOn(winner.Record))
                _orphans[key] = new Orphan<TRecord>(winner, now, now + turn(key));
            else
                over.Add(key);
        }

        _logs.Drop(owner);
        foreach (var key in over)
            Settle(key);
    }

    /// <summary>What an owner had counts, member or not, until another has adopted it. Seen once the store is loaded.</summary>
    /// <param name="since">From when its turn counts.</param>
    public void Leave(Claim<TRecord> claim, TimeSpan since, Func<TKey, TimeSpan> turn)
    {
        var key = claim.Record.Key;
        if (!_orphans.TryGetValue(key, out var held) || claim.Beats(held.Claim))
            _orphans[key] = new Orphan<TRecord>(claim, since, since + turn(key));
    }

    /// <summary>Forgets an orphan; what wins without it is seen at the next write of the key.</summary>
    public void Forget(TKey key) => _orphans.Remove(key);

    public void Schedule(Func<TKey, TimeSpan> turn)
    {
        if (_orphans.Count == 0)
            return;
        foreach (var (key, orphan) in _orphans.ToArray())
            _orphans[key] = orphan with { Due = orphan.Since + turn(key) };
    }

    /// <summary>The own writes since the last call, with the logs that they led to.</summary>
    public ImmutableArray<OwnWrites<TKey, TRecord>> TakeWritten() => _logs.TakeWritten();

    /// <summary>All of this node's own logs, as if just written.</summary>
    public ImmutableArray<OwnWrites<TKey, TRecord>> OwnLogs() => _logs.OwnLogs();

    public IEnumerable<BucketVersion> Versions() => _logs.Versions();

    /// <summary>Of each member that can be reached, the buckets in which writes of its are missing here and do not come.</summary>
    public IEnumerable<(Owner From, ImmutableArray<int> Indexes)> TakeGaps()
    {
        var gaps = _logs.TakeGaps();
        return gaps.Count == 0
            ? []
            : gaps.Where(g => _members.TryGetValue(g.Owner, out var standing) && standing is Standing.Confirmed)
                .GroupBy(g => g.Owner, g => g.Index)
                .Select(g => (g.Key, g.Order().ToImmutableArray()));
    }

    private void Settle(TKey key)
    {
        var best = _logs.Winner(key, _members);
        if (_orphans.TryGetValue(key, out var orphan))
        {
            if (best is not { } other || !(other.Beats(orphan.Claim) || IsSameEnd(other.Record, orphan.Claim.Record)))
                best = orphan.Claim;
            else if (!orphan.Claim.Record.Deleted || other.Record.Deleted)
                _orphans.Remove(key);
            // Else it stays in wait: should its better be dropped by an owner that knew of no deletion, it still hides what it hid.
        }

        Set(key, Winner(key), best);
    }

    /// <summary>One has taken over the other.</summary>
    private static bool IsSameEnd(TRecord one, TRecord other) => one.Deleted && other.Deleted && one.Claim == other.Claim;

    private void Set(TKey key, Claim<TRecord>? before, Claim<TRecord>? after)
    {
        if (after is { } claim)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_winners, key, out _);
            place = claim;
            if (claim.Owner == _self && _orphans.Count > 0)
                _orphans.Remove(key);
        }
        else
        {
            _winners.Remove(key);
        }

        if (before is { } old && after is { } now && old.Owner == now.Owner && ReferenceEquals(old.Record, now.Record))
            return;
        changed(key, before, after);
    }
}
