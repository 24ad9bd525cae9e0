namespace Mesh.Kademlia.Records;

/// <summary>The records that a holder keeps under one key, one for each mesh.</summary>
internal sealed class RecordSet
{
    private readonly List<StoredRecord> _items = [];

    public int Count => _items.Count;

    public IReadOnlyList<StoredRecord> Items => _items;

    public int IndexOf(in NodeId meshId)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Record.MeshId == meshId)
                return i;
        }

        return -1;
    }

    public StoredRecord this[int at]
    {
        get => _items[at];
        set => _items[at] = value;
    }

    public void Add(in StoredRecord item) => _items.Add(item);

    public int RemoveExpired(Moment now) => _items.RemoveAll(i => !i.IsLive(now));

    /// <summary>
    /// The live records in an order that depends on the reader's salt, from this place on and as many as fit: different
    /// readers see different parts first, one reader sees each record once.
    /// </summary>
    public RecordPage Page(ulong salt, int from, int room, int crowdedAt, in Moment now)
    {
        var live = new List<KadRecord>(_items.Count);
        foreach (var item in _items)
        {
            if (item.IsLive(now))
                live.Add(item.Record);
        }

        live.Sort((x, y) => Rank(x, salt).CompareTo(Rank(y, salt)) is not 0 and var order ? order : x.MeshId.CompareTo(y.MeshId));
        var taken = new List<KadRecord>();
        for (var i = Math.Max(from, 0); i < live.Count; i++)
        {
            room -= live[i].Size + KadSizes.RecordFrame;
            if (room < 0)
                return new RecordPage(taken, taken.Count == 0 ? 0 : i, live.Count >= crowdedAt);
            taken.Add(live[i]);
        }

        return new RecordPage(taken, 0, live.Count >= crowdedAt);
    }

    private static ulong Rank(KadRecord record, ulong salt) => StableHash.Mix(record.MeshId.High ^ salt);
}
