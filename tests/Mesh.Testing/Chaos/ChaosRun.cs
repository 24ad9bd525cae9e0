using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using Mesh.Testing.Network;
using Mesh.Testing.Restarts;

namespace Mesh.Testing.Chaos;

/// <summary>
/// Bad days, one after the other, of one mesh under clients that write and read at every node. After each it waits until the
/// mesh is whole again. What happened is judged by <see cref="ChaosModel"/>.
/// </summary>
internal sealed class ChaosRun
{
    /// <summary>The first nodes, through which all join.</summary>
    public const int Seeds = 2;

    /// <summary>Kept instances of each kind that no single node's end may take away.</summary>
    private const int Kept = 20;

    private static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    // A node that was frozen is right for a moment, by what was on its way to it, before it learns that the others removed it.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ChurnPause = TimeSpan.FromMilliseconds(400);

    private readonly ChaosFleet _fleet;
    private readonly IReadOnlyList<Way> _ways;
    private readonly Workload _load;
    private readonly List<ChaosPhase> _phases = [];
    private readonly List<ChaosCut> _cuts = [];
    private readonly HashSet<int> _givenUp = [];
    private volatile bool _isTroubled;

    private ChaosRun(ChaosFleet fleet, int seed)
    {
        _fleet = fleet;
        Random = new Random(seed);
        // No check reaches anything from here: what is anchored has none.
        _ways = new Ways(fleet.Http, fleet.Nodes[0].Http).WithoutChecks;
        Recorder = new Recorder(() => fleet.Nodes.Where(n => n.IsUp).Select(n => n.Number));
        _load = new Workload(fleet.Nodes, _ways, Recorder, seed) { IsTroubled = () => _isTroubled, StaysHome = true, MayRefuse = true };
    }

    public Recorder Recorder { get; }

    public Random Random { get; }

    public IReadOnlyList<ChaosNode> Nodes => _fleet.Nodes;

    public SlowNetwork Network => _fleet.Network;

    /// <param name="say">Told how far it is.</param>
    public static async Task<(ChaosRun Run, ImmutableArray<ChaosFigures> Figures)> RunAsync(
        ChaosFleet fleet, IEnumerable<ChaosScenario> scenarios, int seed, Action<string>? say = null)
    {
        var run = new ChaosRun(fleet, seed);
        using var stop = new CancellationTokenSource();
        using var stopChurn = new CancellationTokenSource();
        var work = new List<Task>();
        try
        {
            await run.RegisterKeptAsync();
            work.Add(run._load.RenewAsync(stop.Token));
            foreach (var node in fleet.Nodes)
            {
                work.AddRange(DoorReader.AtEveryDoor(node, fleet.Http).Select(
                    r => Task.Run(() => r.RunAsync(node, () => run._load.Services, run.Recorder, ReadPause, stop.Token))));
            }

            await run._load.SettledAsync();
            work.Add(run._load.ChurnAsync(ChurnPause, stopChurn.Token));
            foreach (var scenario in scenarios)
            {
                var words = await run.RunAsync(scenario);
                say?.Invoke(words);
            }

            var began = run.Recorder.Now;
            var (none, left, _) = await run.UntilWholeAsync(run.OwnerlessAsync);
            if (none is null)
                run.Recorder.Refuse(left);
            say?.Invoke($"{run._load.Refused} registrations refused between bad days; no entry without an owner {((none ?? run.Recorder.Now) - began).TotalSeconds:0.0} s after the last");
        }
        finally
        {
            await stopChurn.CancelAsync();
            await stop.CancelAsync();
            await Task.WhenAll(work);
        }

        var kept = run._ways.Where(w => w.Kind is SubjectKind.Leased or SubjectKind.Floating).Select(w => w.Name).ToHashSet();
        return (run, ChaosModel.Check(run.Recorder.History, run._phases, run._cuts, s => kept.Contains(s.Service)));
    }

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    /// <summary>SIGKILL, or SIGTERM; the history knows of it.</summary>
    public async Task EndAsync(IReadOnlyList<ChaosNode> nodes, bool isKill = true)
    {
        await Task.WhenAll(nodes.Select(async node =>
        {
            var began = Recorder.Now;
            if (isKill)
                await node.KillAsync();
            else if (await node.StopAsync() is not 0 and var code)
                Recorder.Refuse($"{node.Site} exited with {code}");
            Recorder.Add(new Downtime(node.Number, began, Recorder.Now, null, null, isKill));
        }));
    }

    public Task StartAsync(IReadOnlyList<ChaosNode> nodes, IReadOnlyDictionary<string, string>? environment = null) =>
        Task.WhenAll(nodes.Select(n => n.StartAsync(environment)));

    /// <summary>Instances with leases that nobody renews, at all nodes by turns; their ports are 1 to the count.</summary>
    public Task LeaseAsync(string service, int count, string ttl) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = 128 },
        async (n, _) => await PutAsync(InstanceAt(service, n), new { host = "10.0.0.9", port = n + 1, ttl, deregisterAfter = "0s" }));

    /// <summary>Renews some of them, once.</summary>
    public Task RenewAsync(string service, IEnumerable<int> numbers) => Parallel.ForEachAsync(
        numbers, async (n, _) => await PutAsync(new Uri($"{InstanceAt(service, n)}/renew"), new { }));

    /// <summary>Open until it is disposed or the node ends it.</summary>
    public Task<Stream> WatchAsync(ChaosNode node, string service) =>
        _fleet.Http.GetStreamAsync(new Uri(node.Http, $"/mesh/v1/watch?service={service}"));

    /// <summary>Null: no answer, or not ready.</summary>
    public Task<DoorAnswer?> ListAsync(ChaosNode node, string service) => _fleet.ListAsync(node, service);

    /// <summary>Waits until every node offers just these instances of a service; that they do not is written down.</summary>
    public async Task OfferedAsync(string service, IReadOnlyCollection<int> ports, TimeSpan limit)
    {
        foreach (var node in Nodes)
        {
            var offered = -1;
            try
            {
                await Eventually.IsAsync(
                    async () => await ListAsync(node, service) is { } seen && (offered = seen.Offered.Count) >= 0 && seen.Offered.SetEquals(ports),
                    () => "",
                    limit,
                    ReadPause);
            }
            catch (TimeoutException)
            {
                Recorder.Refuse($"{node.Site} offers {offered} instances of {service} instead of {ports.Count}, {limit.TotalSeconds:0} s later");
            }
        }
    }

    /// <summary>Different nodes, by chance.</summary>
    public IReadOnlyList<ChaosNode> Some(int count)
    {
        ChaosNode[] all = [.. Nodes];
        Random.Shuffle(all);
        return all[..count];
    }

    /// <summary>Nothing goes between these and the others.</summary>
    public void Part(IReadOnlyList<ChaosNode> some)
    {
        string[] here = [.. some.Select(n => n.Site)];
        string[] there = [.. Nodes.Select(n => n.Site).Except(here)];
        Network.Sever(here, there);
        Network.Sever(there, here);
        Cut(some);
    }

    /// <summary>Nothing of what this node sends arrives.</summary>
    public void Mute(ChaosNode node)
    {
        Network.Sever([node.Site], Nodes.Select(n => n.Site).Except([node.Site]));
        Cut([node]);
    }

    public void Heal() => Network.Restore(LinkTerms.Direct);

    private void Cut(IEnumerable<ChaosNode> some) => _cuts.Add(new ChaosCut(Recorder.Now, some.Select(n => n.Number).ToHashSet()));

    /// <summary>Until the node has decided: on a bad day a client asks again. That it never does is written down.</summary>
    private async Task PutAsync<T>(Uri uri, T body)
    {
        try
        {
            await Eventually.IsAsync(() => IsDecidedAsync(uri, body), () => "no answer", limit: null, ReadPause);
        }
        catch (TimeoutException fault)
        {
            Recorder.Refuse($"{uri}: {fault.Message}");
        }
    }

    private async Task<bool> IsDecidedAsync<T>(Uri uri, T body)
    {
        try
        {
            using var reply = await _fleet.Http.PutAsJsonAsync(uri, body);
            return reply.StatusCode < HttpStatusCode.InternalServerError;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private Uri InstanceAt(string service, int number) => new(Nodes[number % Nodes.Count].Http, $"/mesh/v1/services/{service}/i{number}");

    private async Task RegisterKeptAsync()
    {
        foreach (var way in _ways)
        {
            var count = way.Kind is SubjectKind.Leased or SubjectKind.Floating
                ? Kept / _ways.Count(w => w.Kind == way.Kind)
                : Nodes.Count;
            for (var n = 0; n < count;)
            {
                if (await _load.RegisterAsync(way, way.Name, Nodes[n % Nodes.Count]))
                    n++;
            }
        }
    }

    private async Task<string> RunAsync(ChaosScenario scenario)
    {
        var began = Recorder.Now;
        _isTroubled = true;
        await scenario.Act(this);
        var healed = Recorder.Now;
        var last = await UntilWholeAsync(WrongAsync);
        var whole = last.Whole;
        // It is told of once: what follows is not to wait for it again.
        _givenUp.UnionWith(last.Still.Select(w => w.Subject).OfType<Subject>().Select(s => s.Port));
        _isTroubled = false;
        await Task.Delay(Calm, TimeProvider.System);
        _phases.Add(new ChaosPhase(scenario.Name, began, healed, whole, Recorder.Now));
        return whole is { } time
            ? $"{began.TotalSeconds:0.0} s, {scenario.Name}: {(healed - began).TotalSeconds:0.0} s of trouble, whole {(time - healed).TotalSeconds:0.0} s later; the last to come right: {last.Wrong}"
            : $"{began.TotalSeconds:0.0} s, {scenario.Name}: not whole after {WholeLimit.TotalSeconds:0} s: {last.Wrong}\n{await _fleet.ExplainAsync(last.Still is [var first, ..] ? first.Subject : null)}";
    }

    /// <summary>Asks again and again until nothing is wrong, and stays so; since when, what was wrong last, and what is still.</summary>
    private async Task<(TimeSpan? Whole, string Wrong, IReadOnlyList<ChaosWrong> Still)> UntilWholeAsync(Func<Task<IReadOnlyList<ChaosWrong>>> look)
    {
        IReadOnlyList<ChaosWrong> last = [];
        TimeSpan? whole = null;
        try
        {
            await Eventually.IsAsync(
                async () =>
                {
                    var wrong = await look();
                    last = wrong.Count > 0 ? wrong : last;
                    whole = wrong.Count > 0 ? null : whole ?? Recorder.Now;
                    return whole is { } since && Recorder.Now - since >= Steady;
                },
                () => string.Join(", ", last),
                WholeLimit,
                ReadPause);
            return (whole, string.Join(", ", last.Take(4)), []);
        }
        catch (TimeoutException)
        {
            return (null, string.Join(", ", last.Take(12)), last);
        }
    }

    /// <summary>What nodes show that they must not, or do not show that they must.</summary>
    private async Task<IReadOnlyList<ChaosWrong>> WrongAsync()
    {
        var wrong = new List<ChaosWrong>();
        var ended = Recorder.History.Downtimes.ToLookup(d => d.Node);
        foreach (var node in Nodes)
        {
            foreach (var service in _load.Services)
            {
                var asked = Recorder.Now;
                var subjects = Recorder.Subjects.Where(s => s.Service == service && !_givenUp.Contains(s.Port)).ToArray();
                DoorAnswer?[] answers = Ways.AreKeys(service)
                    ? [await _fleet.ListAsync(node, service), await _fleet.ListKeysAsync(node, service)]
                    : [await _fleet.ListAsync(node, service)];
                if (answers.Any(a => a is not { Listed: not null }))
                {
                    wrong.Add(new ChaosWrong(node.Site, "does not answer", null));
                    break;
                }

                foreach (var listed in answers.Select(a => a!.Listed!))
                {
                    wrong.AddRange(subjects.Where(s => s.Deregistered is not null && listed.Contains(s.Port)).Select(s => new ChaosWrong(node.Site, "shows what is gone:", s)));
                    wrong.AddRange(subjects.Where(s => IsPromised(s, asked, ended) && !listed.Contains(s.Port)).Select(s => new ChaosWrong(node.Site, "does not list", s)));
                }
            }
        }

        return wrong;
    }

    private async Task<IReadOnlyList<ChaosWrong>> OwnerlessAsync()
    {
        var wrong = new List<ChaosWrong>();
        foreach (var node in Nodes)
        {
            if (await node.MetricAsync("mesh_ownerless") is not 0 and var count)
                wrong.Add(new ChaosWrong(node.Site, $"has {count} entries without an owner", null));
        }

        return wrong;
    }

    private bool IsPromised(Subject subject, TimeSpan asked, ILookup<int, Downtime> ended) =>
        subject.Registered <= asked - TimeSpan.FromSeconds(1)
        && Recorder.Find(subject.Port).Deregistering is null
        && subject.LongestGap < Ways.Lease
        && (subject.Kind is not SubjectKind.Owned || !ended[subject.Home].Any(d => d.Began >= subject.Asked));
}
