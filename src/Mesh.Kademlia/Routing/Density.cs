namespace Mesh.Kademlia.Routing;

/// <summary>How densely the overlay is peopled, told from how close the nearest contacts of one peer lie.</summary>
internal static class Density
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
        return count < sample ? count : PeersWithin(distance, near, self);
    }

    /// <summary>
    /// The same beside peers that may have chosen their ids: were they the measure, they would make the whole overlay
    /// seem as dense as themselves. Left out though they are honest, about half of the neighbours are missing.
    /// </summary>
    /// <param name="suspects">Not taken as the measure, or as no more than half of it.</param>
    public static int PeersWithin(
        in NodeId distance, IRoutingView view, in NodeId self, int sample, ReadOnlySpan<Contact> suspects)
    {
        var all = PeersWithin(distance, view, self, sample);
        var near = new Contact[sample + suspects.Length];
        var known = view.Closest(self, near);
        var count = 0;
        for (var i = 0; i < known && count < sample; i++)
        {
            if (!suspects.Contains(near[i]))
                near[count++] = near[i];
        }

        return count < sample ? all : (int)Math.Min(all, 2L * PeersWithin(distance, near.AsSpan(0, sample), self));
    }

    private static int PeersWithin(in NodeId distance, ReadOnlySpan<Contact> near, in NodeId self)
    {
        // The last of them marks the edge: one fewer than the sample is within.
        var farthest = near[^1].Id ^ self;
        var peers = (near.Length - 1) * ((distance.High + 1.0) / (farthest.High + 1.0));
        return (int)Math.Min(peers, int.MaxValue);
    }
}
