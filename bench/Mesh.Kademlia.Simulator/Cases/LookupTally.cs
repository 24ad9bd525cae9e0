using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Adds up what lookups for peers took and what they found, against the truth that the population knows.</summary>
internal sealed class LookupTally(Population peers, int k)
{
    private readonly Contact[] _truth = new Contact[k];
    private readonly Contact[] _found = new Contact[k];
    private long _nearest;
    private double _recall;

    public Spread Rounds { get; } = new();

    public Spread Hops { get; } = new();

    public Spread Messages { get; } = new();

    /// <summary>Of 100 lookups so many found the nearest living peer.</summary>
    public double NearestPercent => 100.0 * _nearest / Rounds.Count;

    /// <summary>Of the k nearest living peers so many in 100 were found.</summary>
    public double RecallPercent => 100 * _recall / Rounds.Count;

    public void Add(Lookup lookup, int rounds)
    {
        Rounds.Add(rounds);
        Hops.Add(lookup.Hops);
        Messages.Add(lookup.Messages);
        var true_ = _truth.AsSpan(0, peers.NearestLive(lookup.Target, _truth));
        var found = _found.AsSpan(0, lookup.Closest(_found));
        _nearest += found.Length > 0 && found[0].Id == true_[0].Id ? 1 : 0;
        var hits = 0;
        foreach (var contact in true_)
            hits += found.Contains(contact) ? 1 : 0;
        _recall += (double)hits / true_.Length;
    }
}
