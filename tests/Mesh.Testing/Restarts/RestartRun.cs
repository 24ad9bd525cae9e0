using System.Collections.Concurrent;

namespace Mesh.Testing.Restarts;

/// <summary>
/// A rolling restart under instances of all four kinds, heartbeats, local checks and a reader at each door of each node,
/// while others are registered and deregistered. All is written down.
/// </summary>
internal sealed class RestartRun
{
    private const int FirstPort = 1_000;
    private const string Churn = "churn";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly RestartFleet _fleet;
    private readonly RestartPlan _plan;
    private readonly Random _random;
    private readonly IReadOnlyList<Way> _ways;
    private readonly ConcurrentDictionary<int, Way> _wayOf = new();
    private readonly ConcurrentDictionary<int, TimeSpan> _renewed = new();
    private int _lastPort = FirstPort;
    private volatile IReadOnlyList<string> _services = [];

    private RestartRun(RestartFleet fleet, RestartPlan plan, int seed)
    {
        _fleet = fleet;
        _plan = plan;
        _random = new Random(seed);
        _ways = fleet.Ways.All;
        Recorder = new Recorder(() => fleet.Nodes.Where(n => n.IsUp).Select(n => n.Number));
    }

    public Recorder Recorder { get; }

    /// <param name="say">Told how far it is.</param>
    public static async Task<RestartRun> RunAsync(RestartFleet fleet, RestartPlan plan, int seed, Action<string>? say = null)
    {
        var run = new RestartRun(fleet, plan, seed);
        using var stop = new CancellationTokenSource();
        using var stopChurn = new CancellationTokenSource();
        var work = new List<Task> { run.RenewAsync(stop.Token) };
        await run.RegisterAllAsync();
        foreach (var node in fleet.Nodes)
        {
            work.AddRange(DoorReader.AtEveryDoor(node, fleet.Http).Select(
                r => Task.Run(() => r.RunAsync(node, () => run._services, run.Recorder, plan.ReadPause, stop.Token))));
        }

        try
        {
            await run.SettledAsync();
            say?.Invoke($"{run.Recorder.Subjects.Count} instances are registered and seen everywhere");
            var churn = run.ChurnAsync(stopChurn.Token);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var node in fleet.Nodes)
                    await run.RestartAsync(node);
                say?.Invoke($"round {round + 1} of {plan.Rounds} after {run.Recorder.Now.TotalSeconds:0} s");
            }

            await stopChurn.CancelAsync();
            await churn;
            await run.SettledAsync();
            await Task.Delay(plan.Rest, TimeProvider.System);
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
        _services = [RestartFleet.Declared, RestartFleet.Embedded, .. _ways.Select(w => w.Name), .. _ways.Select(w => ChurnOf(w))];
        foreach (var node in _fleet.Nodes)
        {
            for (var number = 0; number < RestartFleet.DeclaredPerNode; number++)
                Begin(RestartFleet.DeclaredPort(node.Number, number), RestartFleet.Declared, SubjectKind.Anchored, node.Number, isDone: true);
        }

        var declared = RestartFleet.DeclaredPerNode * RestartFleet.Count;
        // What is owned by a stand-alone node goes with it, so an embedding process has what is to stay of that kind.
        var stay = _ways.Where(w => w.Kind is not SubjectKind.Owned).ToArray();
        for (var n = 0; n < _plan.Instances - declared; n++)
        {
            var at = n % (stay.Length + 1);
            if (at < stay.Length)
                await RegisterAsync(stay[at], stay[at].Name, _fleet.Nodes[n / (stay.Length + 1) % RestartFleet.Count]);
            else
                await EmbedAsync();
        }
    }

    private async Task EmbedAsync()
    {
        var port = Interlocked.Increment(ref _lastPort);
        Begin(port, RestartFleet.Embedded, SubjectKind.Owned, RestartFleet.Embedding);
        await _fleet.RegisterEmbeddedAsync(port);
        Recorder.Change(port, (s, now) => s with { Registered = now });
    }

    private async Task RegisterAsync(Way way, string service, FixedNode at)
    {
        var port = Interlocked.Increment(ref _lastPort);
        Begin(port, service, way.Kind, at.Number);
        try
        {
            await way.RegisterAsync(at, service, port);
            _wayOf[port] = way;
            _renewed[port] = Recorder.Now;
            Recorder.Change(port, (s, now) => s with { Registered = now });
        }
        catch (Exception trouble) when (IsExpected(trouble) && !at.IsUp)
        {
            // Whether it is registered nobody knows: nothing is promised of it.
        }
    }

    private void Begin(int port, string service, SubjectKind kind, int home, bool isDone = false)
    {
        var now = Recorder.Now;
        Recorder.Add(new Subject(port, service, kind, home) { Asked = now, Registered = isDone ? now : null });
    }

    private Task SettledAsync() => Eventually.SeesAsync(
        () => Task.FromResult<Subject[]>([.. Recorder.Subjects.Where(s => s is { Registered: not null, Settled: null, Deregistering: null } && !IsOver(s))]),
        left => left.Length == 0,
        "everything registered to be offered at every node",
        left => string.Join(", ", left?.Select(s => $"{s}") ?? []),
        Patience.Limit * 2,
        Pause);

    private bool IsOver(Subject subject) => subject.Kind is SubjectKind.Owned
        && Recorder.History.Downtimes.Any(d => d.Node == subject.Home && d.Began >= subject.Asked);

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

    private async Task RenewAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var due = Recorder.Now - Ways.RenewInterval;
            foreach (var subject in Recorder.Subjects.Where(s => s is { Registered: not null, Deregistering: null } && _renewed.GetValueOrDefault(s.Port) < due))
            {
                if (!_wayOf.TryGetValue(subject.Port, out var way) || way.RenewAsync is null || AnyUp() is not { } at)
                    continue;
                try
                {
                    if (await way.RenewAsync(at, subject.Service, subject.Port))
                        _renewed[subject.Port] = Recorder.Now;
                    else if (subject.Settled is not null && Recorder.Find(subject.Port).Deregistering is null)
                        Recorder.Refuse($"node {at.Number} does not know {subject}, which is renewed");
                }
                catch (Exception trouble) when (IsExpected(trouble))
                {
                    // Once more at the next turn.
                }
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Registers one after the other at any node, and deregisters at any other what has settled.</summary>
    private async Task ChurnAsync(CancellationToken cancellation)
    {
        for (var n = 0; !cancellation.IsCancellationRequested; n++)
        {
            if (AnyUp() is { } at)
                await RegisterAsync(_ways[n % _ways.Count], ChurnOf(_ways[n % _ways.Count]), at);
            var old = Recorder.Subjects.Where(s => s.Service.Contains(Churn, StringComparison.Ordinal)
                && s is { Settled: not null, Deregistered: null } && !IsOver(s)).ToArray();
            if (old.Length > _ways.Count)
                await DeregisterAsync(old[_random.Next(old.Length)]);
            await Task.Delay(_plan.ChurnPause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task DeregisterAsync(Subject subject)
    {
        if (AnyUp() is not { } at)
            return;
        var isFirst = subject.Deregistering is null;
        Recorder.Change(subject.Port, (s, now) => s with { Deregistering = s.Deregistering ?? now });
        try
        {
            var isFound = await _wayOf[subject.Port].DeregisterAsync(at, subject.Service, subject.Port);
            if (!isFound && isFirst && subject.Kind is not SubjectKind.Owned)
                Recorder.Refuse($"node {at.Number} does not know {subject}, which is deregistered");
            Recorder.Change(subject.Port, (s, now) => s with { Deregistered = now, DeregisteredBy = Ways.AreKeys(s.Service) ? -1 : at.Number });
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            // Once more, at another node.
        }
    }

    private FixedNode? AnyUp()
    {
        FixedNode[] up = [.. _fleet.Nodes.Where(n => n.IsUp)];
        return up.Length == 0 ? null : up[_random.Next(up.Length)];
    }

    private static string ChurnOf(Way way) => Ways.AreKeys(way.Name) ? $"{way.Name}-{Churn}" : $"{Churn}-{way.Name}";

    private static bool IsExpected(Exception trouble) => trouble is HttpRequestException or IOException or OperationCanceledException;
}
