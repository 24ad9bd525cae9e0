using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>The rows of <c>./bench.sh all</c>, in their order.</summary>
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
        new NodesRow(),
        new TwentyAtOnceRow(),
        new FullJoinRow(),
        new MemoryRow(),
        new GrowthRow(),
        new DnsRow(),
        new ConsulRow(),
        new ParkedRow(),
        new StartRow(),
        new EmbeddingRow(),
        new LookupRow(),
        new HashRow(),
    ];
}
