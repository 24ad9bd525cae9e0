namespace Mesh.Kademlia.Routing;

/// <summary>The buckets of one table in order of their ranges, which tile the space of ids.</summary>
internal sealed class BucketList(int capacity, TimeSpan now)
{
    private readonly List<Bucket> _buckets = [new Bucket(NodeId.Zero, 0, capacity) { LookedUpAt = now }];

    public IReadOnlyList<Bucket> All => _buckets;

    public int Count => _buckets.Count;

    /// <summary>The bucket whose range holds this id.</summary>
    public Bucket Of(in NodeId id) => _buckets[IndexOf(id)];

    /// <summary>Puts its two halves in the place of the bucket that holds this id.</summary>
    /// <param name="waitingLimit">Newcomers that wait per bucket.</param>
    public void Split(in NodeId id, int waitingLimit)
    {
        var index = IndexOf(id);
        var (low, high) = _buckets[index].Split(waitingLimit);
        _buckets[index] = low;
        _buckets.Insert(index + 1, high);
    }

    public List<Bucket>.Enumerator GetEnumerator() => _buckets.GetEnumerator();

    /// <summary>The contacts nearest to the target that are suspended, or those that are not, nearest first.</summary>
    public int Closest(in NodeId target, Span<Contact> into, bool suspended)
    {
        var found = 0;
        var next = NodeId.Zero;
        // The ranges of the buckets are disjoint, so are their distances: from near to far, whole buckets at a time.
        while (found < into.Length && NextBucket(target, ref next, out var bucket))
        {
            var start = found;
            foreach (ref readonly var entry in bucket.Entries)
            {
                if (entry.IsSuspended == suspended)
                    found = ByDistance.Insert(into, start, found, entry.Contact, target);
            }
        }

        return found;
    }

    private bool NextBucket(in NodeId target, ref NodeId from, out Bucket bucket)
    {
        // Each range begins at a distance; the range that begins at "from" is the one looked for, because ranges tile.
        if (from == NodeId.Max)
        {
            bucket = null!;
            return false;
        }

        bucket = Of(target ^ from);
        var last = (bucket.Prefix ^ target).WithSuffix(bucket.Depth, NodeId.Max);
        from = last == NodeId.Max ? last : last.AddCapped(new NodeId(0, 0, 0, 1));
        return true;
    }

    /// <summary>The last bucket whose first id is not above this id: buckets are sorted and cover the whole space.</summary>
    private int IndexOf(in NodeId id)
    {
        int low = 0, high = _buckets.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_buckets[middle].Prefix <= id)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
