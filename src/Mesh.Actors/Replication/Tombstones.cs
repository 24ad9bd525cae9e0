using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Deletes records, and keeps the tombstones of this node for as long as somebody might still bring back what they hide.
/// </summary>
/// <param name="calm">
/// Who does not hear this node may adopt what is deleted here, so that each deletion leaves a tombstone unless there is
/// nobody else; it goes early where all members were well and stayed so.
/// </param>
internal sealed class Tombstones<TBucket, TKey, TRecord>(Owner self, ClaimStore<TBucket, TKey, TRecord> store, Calm calm)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, ITombstoned<TKey, TRecord>
{
    private readonly Queue<(TKey Key, long Claim, TimeSpan Since)> _queue = new();

    public int Count => _queue.Count;

    /// <summary>Takes up those of before a restart.</summary>
    public void Load(TimeSpan now)
    {
        foreach (var record in store.OwnLogs().SelectMany(w => w.State.Keys()).Select(k => store.Own(k)!).Where(r => r.Deleted))
            Note(record.Key, record.Claim, now);
    }

    /// <summary>
    /// Takes a record away: a tombstone with this claim stands in for it, unless nobody else can ever have seen it.
    /// </summary>
    public void Remove(TKey key, long claim, TimeSpan now)
    {
        if (calm.IsAlone && store.Winner(key) is { } winner && winner.Owner == self && !winner.Record.Shared && !store.OthersHold(key))
            store.Write(key, null);
        else
            Bury(key, claim, now);
    }

    public void Bury(TKey key, long claim, TimeSpan now)
    {
        store.Write(key, TRecord.Tombstone(key, claim));
        Note(key, claim, now);
    }

    /// <summary>The own log holds a tombstone since now.</summary>
    public void Note(TKey key, long claim, TimeSpan now) => _queue.Enqueue((key, claim, now));

    private bool IsOver(TimeSpan since, TimeSpan now) =>
        now - since >= (calm.Lasted(since, now) ? ClaimTimes.KeepInCalm : ClaimTimes.KeepTombstones);

    public void Tick(TimeSpan now)
    {
        for (var look = _queue.Count; look > 0 && _queue.TryPeek(out var oldest); look--)
        {
            if (!IsOver(oldest.Since, now) && _queue.Count <= ClaimTimes.MaxTombstones)
                break;
            _queue.Dequeue();
            if (store.Own(oldest.Key) is not { Deleted: true } own || own.Claim != oldest.Claim)
                continue;
            if (store.OthersHold(oldest.Key, own.Claim))
                _queue.Enqueue(oldest with { Since = now });
            else
                store.Write(oldest.Key, null);
        }
    }
}
