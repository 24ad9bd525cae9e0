using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>The rows of <c>./bench.sh all</c>, in their order: those that may take longest are last, for a run is bounded.</summary>
internal static class AllRows
{
    public static IReadOnlyList<IRow> All { get; } =
    [
        new RegisterRow(),
        new ZooKeeperRow(),
        new PropagationRow(),
        new CatalogueRow(),
        new KeepAliveRow(),
        new PutRow(),
        new FanOutRow(),
        new CrashRow(),
        new StartRow(),
        new EmbeddingRow(),
        new LookupRow(),
        new HashRow(),
        new DnsRow(),
        new ConsulRow(),
        new ParkedRow(),
        new NodesRow(),
        new TwentyAtOnceRow(),
        new GrowthRow(),
        new FullJoinRow(),
        new MemoryRow(),
    ];
}
