using System.Collections.Immutable;
using Mesh.Testing.Chaos;

namespace Mesh.Cluster.Tests.Chaos;

/// <summary>The short set of bad days, run once for the tests that judge it: five nodes in network namespaces of their own.</summary>
public sealed class ShortSet : IAsyncLifetime
{
    private const int Nodes = 5;

    private ImmutableArray<ChaosFigures> _figures = [];

    internal int Seed { get; } = Environment.TickCount & 0xffff;

    internal IReadOnlyList<string> Refusals { get; private set; } = [];

    internal IEnumerable<string> Days => _figures.Select(f => f.Phase.Name);

    public async Task InitializeAsync()
    {
        await using var fleet = await ChaosFleet.StartAsync(Nodes, ChaosRun.Seeds, (ulong)Seed);
        (var run, _figures) = await ChaosRun.RunAsync(fleet, ChaosSet.All.Where(s => s.IsShort), Seed);
        Refusals = run.Recorder.Refusals;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    internal ChaosFigures? Of(string name) => _figures.FirstOrDefault(f => f.Phase.Name == name);
}
