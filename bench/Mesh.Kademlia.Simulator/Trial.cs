using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator;

/// <summary>What a case runs with and reports to.</summary>
/// <param name="IsSmall">Fewer peers and lookups: minutes become seconds.</param>
internal sealed record Trial(bool IsSmall, ulong Seed, Report Report, Progress Progress)
{
    /// <summary>The generator of one part of one case, the same in each run.</summary>
    public KadRandom Random(int part) => new(StableHash.Mix(Seed + (ulong)part));
}
