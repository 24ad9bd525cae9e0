using System.Diagnostics;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>Agents of Serf with its settings for a local network, joined through the first.</summary>
internal sealed class SerfAgents : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<ChildProcess> _agents = [];
    private readonly int _first = FreePorts.Take();

    private SerfAgents()
    {
    }

    public IReadOnlyList<int> Pids => [.. _agents.Select(a => a.Pid)];

    /// <summary>All at once; returns when each has seen each other.</summary>
    public static async Task<SerfAgents> StartAsync(int count)
    {
        var agents = new SerfAgents();
        for (var n = 0; n < count; n++)
            agents.Start($"agent-{n}", n == 0 ? agents._first : FreePorts.Take());
        foreach (var agent in agents._agents)
        {
            await NodeApi.UntilAsync(
                () => Task.FromResult(Enumerable.Range(0, count).All(n => HasSaid(agent, $"EventMemberJoin: agent-{n} "))), Limit, $"{count} agents");
        }

        return agents;
    }

    /// <summary>Kills one by SIGKILL; the times until each other one says that it failed.</summary>
    public async Task<IReadOnlyList<TimeSpan>> KillLastAsync()
    {
        var name = $"agent-{_agents.Count - 1}";
        await using var victim = _agents[^1];
        _agents.RemoveAt(_agents.Count - 1);
        var began = Stopwatch.GetTimestamp();
        victim.Kill();
        return await Task.WhenAll(_agents.Select(async agent =>
        {
            await NodeApi.UntilAsync(() => Task.FromResult(HasSaid(agent, $"EventMemberFailed: {name} ")), Limit, $"{name} failed");
            return Stopwatch.GetElapsedTime(began);
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
    }

    private static bool HasSaid(ChildProcess agent, string text) => agent.Output.Contains(text, StringComparison.Ordinal);

    private void Start(string name, int port) => _agents.Add(ChildProcess.Start(
        "serf",
        [
            "agent", $"-node={name}", $"-bind=127.0.0.1:{port}", $"-rpc-addr=127.0.0.1:{FreePorts.Take()}", "-profile=lan",
            .. port == _first ? (string[])[] : [$"-retry-join=127.0.0.1:{_first}"],
        ],
        []));
}
