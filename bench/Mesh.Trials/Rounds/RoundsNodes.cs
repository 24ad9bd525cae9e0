using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Rounds;

/// <summary>
/// Three nodes whose etcd doors stay at their addresses; one of them may restart again and again.
/// </summary>
internal sealed class RoundsNodes : IAsyncDisposable
{
    private const int Count = 3;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly int[] _ports = [.. Enumerable.Range(0, Count).Select(_ => FreePorts.Take())];
    private readonly int[] _doors = [.. Enumerable.Range(0, Count).Select(_ => FreePorts.Take())];
    private readonly NodeProcess[] _nodes = new NodeProcess[Count];

    public IReadOnlyList<string> Endpoints => [.. _doors.Select(d => $"127.0.0.1:{d}")];

    public int Restarts { get; private set; }

    public static async Task<RoundsNodes> StartAsync()
    {
        var nodes = new RoundsNodes();
        for (var n = 0; n < Count; n++)
            nodes._nodes[n] = await nodes.StartAsync(n);
        foreach (var node in nodes._nodes)
        {
            using var api = new NodeApi(node.Http);
            await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == Count, StopLimit, "three members up");
        }

        return nodes;
    }

    /// <summary>Ends the last node and starts it again, until told to stop; it runs then.</summary>
    public async Task RestartOneAsync(bool isKill, CancellationToken stop)
    {
        const int Which = Count - 1;
        while (!stop.IsCancellationRequested)
        {
            if (isKill)
                _nodes[Which].Kill();
            else
                await _nodes[Which].TerminateAsync(StopLimit);
            await _nodes[Which].DisposeAsync();
            _nodes[Which] = await StartAsync(Which);
            Restarts++;
            await Task.Delay(Rest, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            if (node is not null)
                await node.DisposeAsync();
        }
    }

    private Task<NodeProcess> StartAsync(int number) => NodeProcess.StartAsync(
    [
        "--port", $"{_ports[number]}", "--etcd", $"{_doors[number]}", "--etcd-json", "0",
        .. _ports[..number].SelectMany(p => (string[])["--seed", $"127.0.0.1:{p}"]),
    ]);
}
