using System.Collections.Concurrent;

namespace Mesh.Testing.Restarts;

/// <summary>
/// Clients of a mesh: they register in every way, renew what has to be, and deregister, while nodes come and go. All is
/// written down.
/// </summary>
internal sealed class Workload(IReadOnlyList<IDoorNode> nodes, IReadOnlyList<Way> ways, Recorder recorder, int seed)
{
    private const int FirstPort = 1_000;
    private const string ChurnMark = "churn";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<int, Way> _wayOf = new();
    private readonly ConcurrentDictionary<int, TimeSpan> _renewed = new();
    private int _lastPort = FirstPort;

    /// <summary>All services that instances are registered under.</summary>
    public IReadOnlyList<string> Services { get; } = [.. ways.Select(w => w.Name), .. ways.Select(ChurnOf)];

    /// <summary>While it says so, refusals and answers of a node that knows nothing of an instance are nobody's fault.</summary>
    public Func<bool> IsTroubled { get; init; } = () => false;

    /// <summary>A refusal is nobody's fault at any time, for nothing was promised; see <see cref="Refused"/>.</summary>
    public bool MayRefuse { get; init; }

    /// <summary>Registrations that were refused while nothing was the matter.</summary>
    public int Refused { get; private set; }

    /// <summary>Clients renew at the node at which they registered while that is up.</summary>
    public bool StaysHome { get; init; }

    public int NextPort() => Interlocked.Increment(ref _lastPort);

    public void Begin(int port, string service, SubjectKind kind, int home, bool isDone = false)
    {
        var now = recorder.Now;
        recorder.Add(new Subject(port, service, kind, home) { Asked = now, Registered = isDone ? now : null });
    }

    /// <summary>False: nobody knows whether it is registered, and nothing is promised of it.</summary>
    public async Task<bool> RegisterAsync(Way way, string service, IDoorNode at)
    {
        var port = NextPort();
        Begin(port, service, way.Kind, at.Number);
        try
        {
            await way.RegisterAsync(at, service, port);
            _wayOf[port] = way;
            _renewed[port] = recorder.Now;
            recorder.Change(port, (s, now) => s with { Registered = now });
            return true;
        }
        catch (Exception trouble) when (IsExpected(trouble) && (!at.IsUp || IsTroubled() || MayRefuse))
        {
            if (at.IsUp && !IsTroubled())
                Refused++;
            return false;
        }
    }

    /// <summary>Returns once everything that was registered was seen, offered, at every node.</summary>
    public Task SettledAsync() => Eventually.SeesAsync(
        () => Task.FromResult<Subject[]>([.. recorder.Subjects.Where(s => s is { Registered: not null, Settled: null, Deregistering: null } && !IsOver(s))]),
        left => left.Length == 0,
        "everything registered to be offered at every node",
        left => string.Join(", ", left?.Select(s => $"{s}") ?? []),
        Patience.Limit * 2,
        Pause);

    /// <summary>Renews until it is cancelled, at any node that is up; a node that does not know a living instance is refused.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var due = recorder.Now - Ways.RenewInterval;
            foreach (var subject in recorder.Subjects.Where(s => s is { Registered: not null, Deregistering: null } && _renewed.GetValueOrDefault(s.Port) < due))
            {
                if (!_wayOf.TryGetValue(subject.Port, out var way) || way.RenewAsync is null || PlaceOf(subject) is not { } at)
                    continue;
                try
                {
                    if (await way.RenewAsync(at, subject.Service, subject.Port))
                        Renewed(subject.Port);
                    else if (!IsTroubled() && subject.Settled is not null && recorder.Find(subject.Port).Deregistering is null && !HasLapsed(subject.Port))
                        recorder.Refuse($"node {at.Number} does not know {subject}, which is renewed");
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
    public async Task ChurnAsync(TimeSpan pause, CancellationToken cancellation)
    {
        for (var n = 0; !cancellation.IsCancellationRequested; n++)
        {
            if (AnyUp() is { } at)
                await RegisterAsync(ways[n % ways.Count], ChurnOf(ways[n % ways.Count]), at);
            var old = recorder.Subjects.Where(s => s.Service.Contains(ChurnMark, StringComparison.Ordinal)
                && s is { Settled: not null, Deregistered: null } && !IsOver(s)).ToArray();
            if (old.Length > ways.Count)
                await DeregisterAsync(old[_random.Next(old.Length)]);
            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private void Renewed(int port)
    {
        var gap = recorder.Now - _renewed[port];
        _renewed[port] = recorder.Now;
        recorder.Change(port, (s, _) => s with { LongestGap = gap > s.LongestGap ? gap : s.LongestGap });
    }

    /// <summary>Nobody could renew it in time.</summary>
    private bool HasLapsed(int port) => recorder.Now - _renewed[port] >= Ways.Lease;

    private IDoorNode? PlaceOf(Subject subject) =>
        StaysHome && nodes.FirstOrDefault(n => n.Number == subject.Home && n.IsUp) is { } home ? home : AnyUp();

    private static string ChurnOf(Way way) => Ways.AreKeys(way.Name) ? $"{way.Name}-{ChurnMark}" : $"{ChurnMark}-{way.Name}";

    private static bool IsExpected(Exception trouble) => trouble is HttpRequestException or IOException or OperationCanceledException;

    private bool IsOver(Subject subject) => subject.Kind is SubjectKind.Owned
        && recorder.History.Downtimes.Any(d => d.Node == subject.Home && d.Began >= subject.Asked);

    private async Task DeregisterAsync(Subject subject)
    {
        if (AnyUp() is not { } at)
            return;
        var isFirst = subject.Deregistering is null;
        recorder.Change(subject.Port, (s, now) => s with { Deregistering = s.Deregistering ?? now });
        try
        {
            var isFound = await _wayOf[subject.Port].DeregisterAsync(at, subject.Service, subject.Port);
            // It may not have heard of it; once more, when it has.
            if (!isFound && IsTroubled())
                return;
            if (!isFound && isFirst && subject.Kind is not SubjectKind.Owned)
                recorder.Refuse($"node {at.Number} does not know {subject}, which is deregistered");
            recorder.Change(subject.Port, (s, now) => s with { Deregistered = now, DeregisteredBy = Ways.AreKeys(s.Service) ? -1 : at.Number });
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            // Once more, at another node.
        }
    }

    private IDoorNode? AnyUp()
    {
        IDoorNode[] up = [.. nodes.Where(n => n.IsUp)];
        return up.Length == 0 ? null : up[_random.Next(up.Length)];
    }
}
