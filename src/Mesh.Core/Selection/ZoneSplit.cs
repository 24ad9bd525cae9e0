namespace Mesh.Selection;

/// <summary>
/// How a caller's picks divide over zones. It assumes that callers are spread evenly over the zones, so that each zone
/// brings the same part of the traffic: a zone keeps its own as long as its capacity, stretched by
/// <see cref="Overprovisioning"/>, suffices, and what it cannot keep goes to the zones with capacity to spare, in the
/// measure in which they have it. Under that assumption no instance gets more than 1.4 times the average.
/// </summary>
internal static class ZoneSplit
{
    /// <summary>A zone keeps all of its picks while it has at least 1/1.4 of an even share of the capacity.</summary>
    public const double Overprovisioning = 1.4;

    internal readonly record struct Zone(string Name, long Capacity);

    /// <summary>The part of the picks for each zone, 0 to 1 and together 1; null: no regard to zones.</summary>
    /// <remarks>A strict zone is not split at all: who is elsewhere is no candidate (<see cref="EndpointSet.Candidates"/>).</remarks>
    public static double[]? Decide(string home, ZonePreference preference, IReadOnlyList<Zone> zones)
    {
        if (preference is not ZonePreference.Prefer || home.Length == 0)
            return null;
        var own = IndexOf(zones, home);
        if (own < 0 || zones.Count == 1)
            return null;

        var parts = new double[zones.Count];
        parts[own] = Kept(own, zones);
        if (parts[own] < 1)
            SpillOver(parts, own, zones);
        return parts;
    }

    private static double Kept(int own, IReadOnlyList<Zone> zones)
    {
        var total = (double)zones.Sum(z => z.Capacity);
        var kept = Overprovisioning * zones.Count * zones[own].Capacity / total;
        // Exactly enough is enough, whatever the last bit says.
        return kept > 1 - 1e-9 ? 1 : kept;
    }

    private static void SpillOver(double[] parts, int own, IReadOnlyList<Zone> zones)
    {
        var even = (double)zones.Sum(z => z.Capacity) / zones.Count;
        var spare = zones.Select(z => Math.Max(0, z.Capacity - even)).ToArray();
        // Never zero: a zone below the even share means that another one is above it.
        var all = spare.Sum();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i != own)
                parts[i] = (1 - parts[own]) * spare[i] / all;
        }
    }

    private static int IndexOf(IReadOnlyList<Zone> zones, string name)
    {
        for (var i = 0; i < zones.Count; i++)
        {
            if (zones[i].Name == name)
                return i;
        }

        return -1;
    }
}
