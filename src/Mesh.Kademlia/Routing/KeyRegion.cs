namespace Mesh.Kademlia.Routing;

/// <summary>
/// The part of the id space around a key in which k peers are to be expected. Who wants to hide a record can make ids
/// that are nearer to its key than all others, but cannot take the honest peers out of the region: to publish and to
/// look there defeats it (Netto, Cholez and Ignat, "Active Sybil attack and efficient defense strategy in IPFS DHT",
/// 2025). A region costs several lookups, so it is searched only when the nearest peers are improbably near.
/// </summary>
internal static class KeyRegion
{
    // The halves, quarters, … of the region: together fifteen sixteenths of it.
    private const int Parts = 4;

    /// <summary>
    /// So many peers so near to the key are no chance: with k = 20 fewer than one honest neighbourhood in a hundred is
    /// suspected, in a large overlay one in a thousand.
    /// </summary>
    /// <param name="nearest">Nearest to the key of those that answered, nearest first.</param>
    public static bool IsPacked(
        in NodeId key, ReadOnlySpan<Contact> nearest, IRoutingView view, in NodeId self, KadSettings settings) =>
        settings.PackedFactor > 0 && nearest.Length >= settings.K
        && Density.PeersWithin(nearest[^1].Id ^ key, view, self, settings.K, nearest) * settings.PackedFactor < settings.K;

    /// <summary>Leading bits that the ids of the region share with the key: as many as leave k peers or more in it.</summary>
    public static int SharedBits(ReadOnlySpan<Contact> nearest, IRoutingView view, in NodeId self, int k)
    {
        var all = Density.PeersWithin(NodeId.Max, view, self, k, nearest);
        return all <= k ? 0 : (int)Math.Log2((double)all / k);
    }

    /// <summary>
    /// One point in each part of the region, drawn anew each time: no part holds many more than k honest peers, so that a
    /// lookup finds them all from any point, and nobody knows beforehand where to wait.
    /// </summary>
    public static NodeId[] Points(in NodeId key, int sharedBits, ref KadRandom random)
    {
        var points = new NodeId[Parts];
        for (var i = 0; i < Parts; i++)
            points[i] = key.Flip(sharedBits + i).WithSuffix(sharedBits + i + 1, NodeId.Random(ref random));
        return points;
    }
}
