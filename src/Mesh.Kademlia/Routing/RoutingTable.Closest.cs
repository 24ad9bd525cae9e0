namespace Mesh.Kademlia.Routing;

public sealed partial class RoutingTable
{
    /// <inheritdoc/>
    /// <remarks>
    /// Contacts that have failed since they last answered are left out, unless no other is known: then the own link is
    /// more likely to be the cause than all of them.
    /// </remarks>
    public int Closest(in NodeId target, Span<Contact> into)
    {
        var found = Collect(target, into, suspended: false);
        return found > 0 ? found : Collect(target, into, suspended: true);
    }

    private int Collect(in NodeId target, Span<Contact> into, bool suspended)
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

        bucket = _buckets[BucketOf(target ^ from)];
        var last = (bucket.Prefix ^ target).WithSuffix(bucket.Depth, NodeId.Max);
        from = last == NodeId.Max ? last : last.AddCapped(new NodeId(0, 0, 0, 1));
        return true;
    }
}
