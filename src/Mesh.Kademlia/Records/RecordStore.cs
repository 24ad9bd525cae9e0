namespace Mesh.Kademlia.Records;

/// <summary>
/// The records that one peer holds for the overlay: for each key a set with one register per mesh. Checks everything
/// about a record but its signature, which the shell does before. Pure: time is an argument.
/// </summary>
internal sealed class RecordStore(KadSettings settings)
{
    private readonly Dictionary<NodeId, RecordSet> _sets = [];

    /// <summary>Records held, copies included.</summary>
    public int Count { get; private set; }

    /// <summary>Keys with records.</summary>
    public int KeyCount => _sets.Count;

    /// <summary>What is wrong with the record whatever is held; null: nothing.</summary>
    public StoreVerdict? Check(KadRecord record, in Moment now)
    {
        if (record.Size > settings.MaxRecordBytes)
            return StoreVerdict.TooLarge;
        var left = Left(record, now);
        if (left <= TimeSpan.Zero)
            return StoreVerdict.Expired;
        return left > settings.MaxTtl + settings.ClockSkew ? StoreVerdict.LivesTooLong : null;
    }

    /// <summary>Stores a record whose signature was found good.</summary>
    public StoreVerdict Put(KadRecord record, in Moment now)
    {
        if (Check(record, now) is { } refusal)
            return refusal;
        var life = Left(record, now);
        var expires = now.At + (life < settings.MaxTtl ? life : settings.MaxTtl);
        return Put(new StoredRecord(record, expires, now.At, IsCopy: false), now);
    }

    /// <summary>Keeps a copy of a record for a while, unless it is held already.</summary>
    public StoreVerdict Cache(KadRecord record, TimeSpan life, in Moment now)
    {
        if (Check(record, now) is { } refusal)
            return refusal;
        life = life < settings.CacheLife ? life : settings.CacheLife;
        var left = Left(record, now);
        var expires = now.At + (life < left ? life : left);
        return Put(new StoredRecord(record, expires, now.At, IsCopy: true), now);
    }

    /// <summary>A part of what is held under the key, tombstones included: they tell the reader what is withdrawn.</summary>
    /// <param name="salt">The reader's; gives the order.</param>
    /// <param name="room">Bytes that the part may take.</param>
    public RecordPage Get(in NodeId key, ulong salt, int from, int room, in Moment now) =>
        _sets.TryGetValue(key, out var set)
            ? set.Page(salt, from, room, settings.MaxRecordsPerKey * 3 / 4, now)
            : RecordPage.Empty;

    /// <summary>Everything held that is live and no copy, by key.</summary>
    public IEnumerable<StoredRecord> Held(Moment now) =>
        _sets.OrderBy(s => s.Key).SelectMany(s => s.Value.Items).Where(i => !i.IsCopy && i.IsLive(now));

    /// <summary>Removes what has expired; answers how many.</summary>
    public int Sweep(in Moment now)
    {
        var removed = 0;
        List<NodeId>? empty = null;
        foreach (var (key, set) in _sets)
        {
            removed += set.RemoveExpired(now);
            if (set.Count == 0)
                (empty ??= []).Add(key);
        }

        foreach (var key in empty ?? [])
            _sets.Remove(key);
        Count -= removed;
        return removed;
    }

    private StoreVerdict Put(in StoredRecord item, in Moment now)
    {
        var record = item.Record;
        if (_sets.TryGetValue(record.Key, out var set) && set.IndexOf(record.MeshId) is >= 0 and var at)
            return Replace(set, at, item, now);
        if (set is not null && set.Count >= settings.MaxRecordsPerKey)
            Count -= set.RemoveExpired(now);
        if (set is not null && set.Count >= settings.MaxRecordsPerKey)
            return StoreVerdict.KeyFull;
        if (Count >= settings.MaxRecords)
            return StoreVerdict.StoreFull;
        if (set is null)
            _sets[record.Key] = set = new RecordSet();
        set.Add(item);
        Count++;
        return StoreVerdict.Stored;
    }

    private static StoreVerdict Replace(RecordSet set, int at, in StoredRecord item, in Moment now)
    {
        var held = set[at];
        if (!held.IsLive(now))
        {
            set[at] = item;
            return StoreVerdict.Stored;
        }

        if (item.Record.Sequence < held.Record.Sequence)
            return StoreVerdict.OldSequence;
        if (item.Record.Sequence > held.Record.Sequence)
        {
            set[at] = item;
            return StoreVerdict.Stored;
        }

        if (!item.Record.SaysTheSame(held.Record))
            return StoreVerdict.SequenceTaken;
        // A copy never shortens what was stored in earnest.
        if (!item.IsCopy || held.IsCopy)
            set[at] = item with { ExpiresAt = item.ExpiresAt > held.ExpiresAt ? item.ExpiresAt : held.ExpiresAt };
        return StoreVerdict.Refreshed;
    }

    private static TimeSpan Left(KadRecord record, in Moment now)
    {
        // The end comes from outside: the difference must not overflow.
        var left = (Int128)record.NotAfter - now.Wall.ToUnixTimeMilliseconds();
        return TimeSpan.FromMilliseconds((long)Int128.Clamp(left, -1, (long)TimeSpan.FromDays(365).TotalMilliseconds));
    }
}
