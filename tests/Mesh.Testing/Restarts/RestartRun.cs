namespace Mesh.Testing.Restarts;

/// <summary>
/// A rolling restart under instances of all four kinds, heartbeats, local checks and a reader at each door of each node,
/// while others are registered and deregistered. All is written down.
/// </summary>
internal sealed class RestartRun
{
    private readonly RestartFleet _fleet;
    private readonly RestartPlan _plan;
    private readonly IReadOnlyList<Way> _ways;
    private readonly Workload _load;

    private RestartRun(RestartFleet fleet, RestartPlan plan, int seed)
    {
        _fleet = fleet;
        _plan = plan;
        _ways = fleet.Ways.All;
        Recorder = new Recorder(() => fleet.Nodes.Where(n => n.IsUp).Select(n => n.Number));
        _load = new Workload(fleet.Nodes, _ways, Recorder, seed);
    }

    public Recorder Recorder { get; }

    /// <param name="say">Told how far it is.</param>
    public static async Task<RestartRun> RunAsync(RestartFleet fleet, RestartPlan plan, int seed, Action<string>? say = null)
    {
        var run = new RestartRun(fleet, plan, seed);
        using var stop = new CancellationTokenSource();
        using var stopChurn = new CancellationTokenSource();
        var work = new List<Task> { run._load.RenewAsync(stop.Token) };
        await run.RegisterAllAsync();
        string[] services = [RestartFleet.Declared, RestartFleet.Embedded, .. run._load.Services];
        foreach (var node in fleet.Nodes)
        {
            work.AddRange(DoorReader.AtEveryDoor(node, fleet.Http).Select(
                r => Task.Run(() => r.RunAsync(node, () => services, run.Recorder, plan.ReadPause, stop.Token))));
        }

        try
        {
            await run._load.SettledAsync();
            say?.Invoke($"{run.Recorder.Subjects.Count} instances are registered and seen everywhere");
            var churn = run._load.ChurnAsync(plan.ChurnPause, stopChurn.Token);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var node in fleet.Nodes)
                    await run.RestartAsync(node);
                say?.Invoke($"round {round + 1} of {plan.Rounds} after {run.Recorder.Now.TotalSeconds:0} s");
            }

            await stopChurn.CancelAsync();
            await churn;
            await run._load.SettledAsync();
            await Task.Delay(plan.Rest, TimeProvider.System);
            await run.EndAsync();
        }
        finally
        {
            await stopChurn.CancelAsync();
            await stop.CancelAsync();
            await Task.WhenAll(work);
        }

        return run;
    }

    private async Task RegisterAllAsync()
    {
        foreach (var node in _fleet.Nodes)
        {
            for (var number = 0; number < RestartFleet.DeclaredPerNode; number++)
                _load.Begin(RestartFleet.DeclaredPort(node.Number, number), RestartFleet.Declared, SubjectKind.Anchored, node.Number, isDone: true);
        }

        var declared = RestartFleet.DeclaredPerNode * RestartFleet.Count;
        // What is owned by a stand-alone node goes with it, so an embedding process has what is to stay of that kind.
        var stay = _ways.Where(w => w.Kind is not SubjectKind.Owned).ToArray();
        for (var n = 0; n < _plan.Instances - declared; n++)
        {
            var at = n % (stay.Length + 1);
            if (at < stay.Length)
                await _load.RegisterAsync(stay[at], stay[at].Name, _fleet.Nodes[n / (stay.Length + 1) % RestartFleet.Count]);
            else
                await EmbedAsync();
        }
    }

    private async Task EmbedAsync()
    {
        var port = _load.NextPort();
        _load.Begin(port, RestartFleet.Embedded, SubjectKind.Owned, RestartFleet.Embedding);
        await _fleet.RegisterEmbeddedAsync(port);
        Recorder.Change(port, (s, now) => s with { Registered = now });
    }

    /// <summary>Whoever was restarted goes on checking: a service ends, and is offered nowhere.</summary>
    private async Task EndAsync()
    {
        foreach (var subject in Recorder.Subjects.Where(s => s.Service.Contains(Ways.Ending, StringComparison.Ordinal)))
            Recorder.Change(subject.Port, (s, now) => s with { Failing = now });
        await _fleet.Ending.DisposeAsync();
        foreach (var node in _fleet.Nodes)
        {
            using var api = new Processes.NodeApi(node.Http);
            await Eventually.EqualAsync(
                0,
                async () => (await api.InRotationAsync(Ways.Ending)).Length,
                $"instances at node {node.Number} whose service has ended",
                () => node.Output,
                _plan.Noticed);
        }

        await Task.Delay(_plan.ReadPause * 3, TimeProvider.System);
    }

    private async Task RestartAsync(FixedNode node)
    {
        var began = Recorder.Now;
        if (_plan.IsKill)
            await node.KillAsync();
        else if (await node.StopAsync() is not 0 and var code)
            Recorder.Refuse($"node {node.Number} exited with {code}");
        var ended = Recorder.Now;
        await Task.Delay(_plan.Away, TimeProvider.System);
        var restarted = Recorder.Now;
        await node.StartAsync();
        Recorder.Add(new Downtime(node.Number, began, ended, restarted, Recorder.Now, _plan.IsKill));
        await _fleet.MembersAsync(RestartFleet.Count + 1);
        await Task.Delay(_plan.Rest, TimeProvider.System);
    }
}
