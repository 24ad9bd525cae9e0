using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Adds up what lookups for records took.</summary>
internal sealed class ReadTally
{
    private long _found;

    public Spread Rounds { get; } = new();

    public Spread Messages { get; } = new();

    public Spread Ms { get; } = new();

    public double FoundPercent => 100.0 * _found / Messages.Count;

    public void Found(bool isFound) => _found += isFound ? 1 : 0;
}
