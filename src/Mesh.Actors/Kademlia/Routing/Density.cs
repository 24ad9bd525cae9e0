namespace Mesh.Kademlia.Routing;

/// <summary>How densely the overlay is peopled, told from how close the nearest contacts of one peer lie.</summary>
public static class Density
{
    /// <summary>
    /// Estimates how many peers are nearer to any one point than the distance. Ids are spread evenly, so as many lie
    /// within a distance of one point as of another; with k = 20 contacts the estimate is off by about a quarter.
    /// </summary>
    /// <param name="view">What the peer with the id <paramref name="self"/> knows.</param>
    /// <param name="sample">Nearest contacts that are taken as the measure; all that there are, if the peer knows fewer.</param>
    public static int PeersWithin(in NodeId distance, IRoutingView view, in NodeId self, int sample)
    {
        var near = new Contact[sample];
        var count = view.Closest(self, near);
        if (count < sample)
            return count;
        // The last of them marks the edge: one fewer than the sample is within.
        var farthest = near[^1].Id ^ self;
        var peers = (sample - 1) * ((distance.High + 1.0) / (farthest.High + 1.0));
        return (int)Math.Min(peers, int.MaxValue);
    }
}
