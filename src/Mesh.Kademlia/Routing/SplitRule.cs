namespace Mesh.Kademlia.Routing;

/// <summary>
/// Which full buckets split, after section 2.4 of the paper: those that cover the own id, and those that the subtree around
/// the own id borders while it holds fewer than k contacts: then the smallest with k takes the bucket in, and all of it must
/// be known.
/// </summary>
internal static class SplitRule
{
    public static bool MaySplit(Bucket bucket, BucketList buckets, in NodeId self, int k)
    {
        if (bucket.Depth >= NodeId.Bits - 1)
            return false;
        var shared = bucket.Prefix.CommonPrefix(self);
        return shared >= bucket.Depth || ContactsSharing(buckets, self, shared + 1) < k;
    }

    private static int ContactsSharing(BucketList buckets, in NodeId self, int bits)
    {
        var count = 0;
        foreach (var bucket in buckets)
        {
            if (bucket.Depth >= bits && bucket.Prefix.CommonPrefix(self) >= bits)
                count += bucket.Count;
            else if (bucket.Depth < bits && bucket.Covers(self))
                count += Sharing(bucket, self, bits);
        }

        return count;
    }

    private static int Sharing(Bucket bucket, in NodeId self, int bits)
    {
        var count = 0;
        foreach (ref readonly var entry in bucket.Entries)
            count += entry.Contact.Id.CommonPrefix(self) >= bits ? 1 : 0;
        return count;
    }
}
