namespace Mesh.Kademlia.Routing;

/// <summary>What of a routing table is to be looked after: contacts to ping again, ranges to look up again.</summary>
internal static class TableUpkeep
{
    /// <summary>
    /// The next contact to be pinged: it failed and its pause is over, or it was not heard of for the refresh interval.
    /// </summary>
    public static bool TryDueCheck(this RoutingTable table, TimeSpan now, out Contact contact)
    {
        foreach (var bucket in table.Buckets)
        {
            foreach (ref var entry in bucket.Entries)
            {
                if (entry.NextTry > now || !entry.IsSuspended && now - entry.HeardAt < table.Settings.RefreshInterval)
                    continue;
                entry.NextTry = now + table.Settings.BackOff;
                contact = entry.Contact;
                return true;
            }
        }

        contact = null!;
        return false;
    }

    /// <summary>A random id in a bucket whose range was not looked up for the refresh interval.</summary>
    public static bool TryDueRefresh(this RoutingTable table, TimeSpan now, ref KadRandom random, out NodeId target)
    {
        foreach (var bucket in table.Buckets)
        {
            if (now - bucket.LookedUpAt < table.Settings.RefreshInterval)
                continue;
            bucket.LookedUpAt = now;
            target = bucket.Prefix.WithSuffix(bucket.Depth, NodeId.Random(ref random));
            return true;
        }

        target = default;
        return false;
    }

    /// <summary>
    /// One random id for each bucket farther than the nearest neighbour: what a joining peer looks up after itself.
    /// </summary>
    public static IReadOnlyList<NodeId> JoinTargets(this RoutingTable table, ref KadRandom random)
    {
        var targets = new List<NodeId>();
        foreach (var bucket in table.Buckets)
        {
            if (!bucket.Covers(table.Self))
                targets.Add(bucket.Prefix.WithSuffix(bucket.Depth, NodeId.Random(ref random)));
        }

        return targets;
    }
}
