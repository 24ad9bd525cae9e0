using Akka.Actor;
using Akka.Event;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>
/// The shell of <see cref="HeartbeatCore"/>: judges the instances of this node, runs their checks, and tells the registry the
/// transitions. Child of the guardian. A restart loses the runs that go on, which begin anew; states and deadlines are in the
/// core, which outlives it.
/// </summary>
internal sealed class HeartbeatsActor : UntypedActor, IWithTimers
{
    private readonly ICanTell _registry;
    private readonly HeartbeatSettings _settings;
    private readonly HeartbeatCore _core;
    private readonly Dictionary<long, CancellationTokenSource> _runs = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public HeartbeatsActor(ICanTell registry, HeartbeatSettings settings, HeartbeatCore core)
    {
        _registry = registry;
        _settings = settings;
        _core = core;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="registry">Gets the transitions.</param>
    /// <param name="observer">This node's remoting address, "host:port", for evidence.</param>
    /// <param name="isClosed">Can nobody reach this node yet? Then nobody is late. Null: it is open.</param>
    public static Props Props(
        ICanTell registry, string observer, TimeProvider time, CheckReports? reports = null, ProbeReach? reach = null,
        Func<bool>? isClosed = null) =>
        Props(registry, HeartbeatSettings.Create(observer, time, reports, reach, isClosed));

    public static Props Props(ICanTell registry, HeartbeatSettings settings)
    {
        var pause = new PauseState(settings.Pulse, settings.PauseBound, Moment.Now(settings.Time).At);
        // Made here, not by the actor: one that begins again goes on with it.
        var core = new HeartbeatCore(settings.Observer, settings.Spread, pause);
        return Akka.Actor.Props.Create(() => new HeartbeatsActor(registry, settings, core));
    }

    protected override void PreStart()
    {
        Step(new HeartbeatInput.Pulse(_settings.IsClosed()));
        Step(HeartbeatInput.Started.Instance);
        Timers.StartPeriodicTimer(nameof(Pulse), Pulse.Instance, _settings.Pulse);
    }

    protected override void PostStop()
    {
        foreach (var run in _runs.Values)
            End(run);
        _runs.Clear();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatProtocol.IMessage told:
                Step(new HeartbeatInput.Told(told, told is HeartbeatProtocol.Track ? _settings.Jitter() : 0));
                break;
            case Checked done:
                if (_runs.Remove(done.Input.Run, out var run))
                    run.Dispose();
                Step(done.Input);
                break;
            case Pulse:
                Step(new HeartbeatInput.Pulse(_settings.IsClosed()));
                break;
            case Due:
                Step(HeartbeatInput.Due.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static void End(CancellationTokenSource run)
    {
        run.Cancel();
        run.Dispose();
    }

    private void Step(HeartbeatInput input)
    {
        foreach (var effect in _core.Step(input, Moment.Now(_settings.Time)))
            Perform(effect);
    }

    private void Perform(HeartbeatEffect effect)
    {
        switch (effect)
        {
            case HeartbeatEffect.Tell tell:
                _registry.Tell(tell.Message, Self);
                break;
            case HeartbeatEffect.Run run:
                Begin(run);
                break;
            case HeartbeatEffect.EndRun end:
                if (_runs.Remove(end.Number, out var running))
                    End(running);
                break;
            case HeartbeatEffect.Report report:
                _settings.Reports.Put(report.Key, report.CheckId, report.Status, report.Output, report.Wall);
                break;
            case HeartbeatEffect.Expired expired:
                Note(expired);
                break;
            case HeartbeatEffect.Failed:
                _settings.Reports.NoteFailure();
                break;
            case HeartbeatEffect.Keep keep:
                _settings.Reports.Keep(keep.Of.Key, keep.Of.Checks.Select(c => c.Id));
                break;
            case HeartbeatEffect.Forget forget:
                _settings.Reports.Forget(forget.Key);
                break;
            case HeartbeatEffect.Moved { Transition: var told } moved:
                _log.Debug(
                    "{Key} {Check} from {From} to {To}, lapsed {Lapsed}: {Detail}",
                    moved.Key, moved.CheckId, told.From, told.To, told.Lapsed, told.Evidence.Detail);
                break;
            case HeartbeatEffect.Wake wake:
                Timers.StartSingleTimer(nameof(Due), Due.Instance, wake.After);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "is not performed");
        }
    }

    private void Begin(HeartbeatEffect.Run run)
    {
        var stop = _runs[run.Number] = new CancellationTokenSource();
        _settings.Probe.CheckAsync(run.Terms, run.Host, stop.Token).PipeTo(
            Self,
            success: result => new Checked(new HeartbeatInput.Checked(run.Check, run.Number, result)),
            failure: fault => new Checked(new HeartbeatInput.Checked(run.Check, run.Number, ProbeResult.Critical(fault.Message))));
    }

    private void Note(HeartbeatEffect.Expired expired)
    {
        var reports = _settings.Reports;
        reports.NoteExpiry();
        if (expired.CheckId.Length == 0)
            return;
        var words = HealthWords.Expired(expired.Evidence, reports.Find(expired.Key, expired.CheckId));
        reports.Put(expired.Key, expired.CheckId, expired.Status, words, expired.Wall);
    }

    private sealed record Pulse : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Pulse Instance = new();
    }

    private sealed record Due : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Due Instance = new();
    }

    private sealed record Checked(HeartbeatInput.Checked Input) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
