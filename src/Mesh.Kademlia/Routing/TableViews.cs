namespace Mesh.Kademlia.Routing;

/// <summary>A routing table as its owner reads it.</summary>
internal static class TableViews
{
    /// <summary>
    /// The contacts to start from after a restart, most recently heard first: what the shell stores.
    /// </summary>
    public static IReadOnlyList<Contact> Export(this RoutingTable table, int limit)
    {
        var all = new List<BucketEntry>(table.Count);
        foreach (var bucket in table.Buckets)
            all.AddRange(bucket.Entries);
        return [.. all.OrderBy(e => e.Failures).ThenByDescending(e => e.HeardAt).Take(limit).Select(e => e.Contact)];
    }

    /// <summary>All contacts with how they behaved, farthest bucket first.</summary>
    public static IEnumerable<PeerView> View(this RoutingTable table, TimeSpan now)
    {
        var views = new List<PeerView>(table.Count);
        foreach (var bucket in table.Buckets)
        {
            foreach (ref readonly var entry in bucket.Entries)
                views.Add(new PeerView(entry.Contact, table.Self.CommonPrefix(entry.Contact.Id), entry.Failures, now - entry.HeardAt));
        }

        return views.OrderBy(v => v.SharedBits).ThenBy(v => v.Peer.Id);
    }

    /// <summary>Contacts that answered when last asked, and were heard of within this time.</summary>
    public static int CountLive(this RoutingTable table, TimeSpan now, TimeSpan within)
    {
        var count = 0;
        foreach (var bucket in table.Buckets)
        {
            foreach (ref readonly var entry in bucket.Entries)
                count += !entry.IsSuspended && now - entry.HeardAt <= within ? 1 : 0;
        }

        return count;
    }
}
