namespace Mesh.Kademlia.Routing;

/// <summary>How many contacts of one network a bucket and a table take: whoever owns a network must not own a table.</summary>
internal static class NetworkQuota
{
    public static bool Allows(KadSettings settings, BucketList buckets, Bucket bucket, Contact contact)
    {
        if (settings.PerNetworkInBucket == 0 && settings.PerNetworkInTable == 0)
            return true;
        var network = contact.Address.Network;
        if (settings.PerNetworkInBucket > 0 && Neighbours(bucket, network) >= settings.PerNetworkInBucket)
            return false;
        return settings.PerNetworkInTable == 0 || buckets.All.Sum(b => Neighbours(b, network)) < settings.PerNetworkInTable;
    }

    private static int Neighbours(Bucket bucket, UInt128 network)
    {
        var count = 0;
        foreach (ref readonly var entry in bucket.Entries)
            count += entry.Contact.Address.Network == network ? 1 : 0;
        return count;
    }
}
