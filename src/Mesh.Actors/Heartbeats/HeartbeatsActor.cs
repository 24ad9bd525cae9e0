using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>
/// Owns one <see cref="HeartbeatActor"/> for each instance of this node whose health somebody judges, and the node's
/// pulse. Child of the guardian. A restart loses the last report of the host's health, which comes again with the next
/// one; the children live on.
/// </summary>
internal sealed class HeartbeatsActor : UntypedActor, IWithTimers
{
    private const string PulseTimer = "pulse";

    private readonly ICanTell _registry;
    private readonly HeartbeatSettings _settings;
    private readonly NodePulse _pulse;

    // Children that are on their way out: whose they were, and the record that wants their name next, if any.
    private readonly Dictionary<string, (InstanceKey Key, ServiceInstance? Next)> _leaving = [];
    private HeartbeatProtocol.AppHealth? _appHealth;

    public HeartbeatsActor(ICanTell registry, HeartbeatSettings settings, NodePulse pulse)
    {
        _registry = registry;
        _settings = settings;
        _pulse = pulse;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="registry">Gets the transitions.</param>
    /// <param name="observer">This node's remoting address, "host:port", for evidence.</param>
    public static Props Props(ICanTell registry, string observer, TimeProvider time, CheckReports? reports = null, ProbeReach? reach = null) =>
        Props(registry, HeartbeatSettings.Create(observer, time, reports, reach));

    public static Props Props(ICanTell registry, HeartbeatSettings settings)
    {
        // Made here, not by the actor: the children of before a restart go on reading it.
        var pulse = new NodePulse(settings.Time, settings.Pulse, settings.PauseBound);
        return Akka.Actor.Props.Create(() => new HeartbeatsActor(registry, settings, pulse));
    }

    protected override void PreStart()
    {
        _pulse.Beat();
        Timers.StartPeriodicTimer(PulseTimer, Pulse.Instance, _pulse.Interval);
    }

    protected override void PreRestart(Exception reason, object message)
    {
        // Not the base method: it would stop the children.
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        fault => fault is ActorInitializationException ? Directive.Stop : Directive.Restart);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatProtocol.Beat beat:
                OnBeat(beat);
                break;
            case Pulse:
                _pulse.Beat();
                break;
            case HeartbeatProtocol.UpdateCheck update:
                Context.Child(HeartbeatName.Of(update.Key)).Tell(update);
                break;
            case HeartbeatProtocol.Track track:
                OnTrack(track);
                break;
            case HeartbeatProtocol.Untrack untrack:
                Release(HeartbeatName.Of(untrack.Key), untrack.Key);
                break;
            case HeartbeatProtocol.AppHealth app:
                _appHealth = app;
                foreach (var child in Context.GetChildren())
                    child.Tell(app);
                break;
            case Terminated gone:
                OnTerminated(gone.ActorRef.Path.Name);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsJudged(ServiceInstance instance) =>
        instance.Checks.Count > 0
        || instance.Health.Kind is not HealthKind.None
        || instance.Health.DeregisterAfter > TimeSpan.Zero;

    private void OnBeat(HeartbeatProtocol.Beat beat)
    {
        var name = HeartbeatName.Of(beat.Key);
        if (Context.Child(name) is var child && !child.IsNobody())
            child.Tell(beat);
        else
            TellUnjudged(beat);
    }

    /// <summary>
    /// Whom nobody judges, its client's word decides: it goes to the registry, which knows what it changes, if the
    /// instance is one of this node's at all.
    /// </summary>
    private void TellUnjudged(HeartbeatProtocol.Beat beat)
    {
        var words = HealthWords.Reported(beat.Status, beat.Note);
        var evidence = new Evidence(Causes.LeaseRenewed, _settings.Observer, words);
        _registry.Tell(new HeartbeatProtocol.HealthChanged(beat.Key, beat.Status, evidence), Self);
    }

    private void OnTrack(HeartbeatProtocol.Track track)
    {
        var name = HeartbeatName.Of(track.Instance.Key);
        if (!IsJudged(track.Instance))
            Release(name, track.Instance.Key);
        else if (_leaving.ContainsKey(name))
            _leaving[name] = (track.Instance.Key, track.Instance);
        else if (Context.Child(name) is var child && !child.IsNobody())
            Update(child, track);
        else
            Begin(name, track.Instance);
    }

    private void Update(IActorRef child, HeartbeatProtocol.Track track)
    {
        child.Tell(track);
        if (track.Instance.IsApp() && _appHealth is { } app)
            child.Tell(app);
    }

    private void Begin(string name, ServiceInstance instance)
    {
        var tracked = new TrackedInstance(instance, _settings.Observer, _settings.Reports, _pulse.Now());
        var child = Context.ActorOf(
            HeartbeatActor.Props(tracked, _registry, _settings.Probe, _pulse, _settings.Spread, _settings.Jitter()), name);
        if (instance.IsApp() && _appHealth is { } app)
            child.Tell(app);
    }

    private void Release(string name, InstanceKey key)
    {
        if (_leaving.ContainsKey(name))
        {
            _leaving[name] = (key, null);
            return;
        }

        var child = Context.Child(name);
        if (child.IsNobody())
            return;
        // The name is free again only when the child is gone.
        _leaving[name] = (key, null);
        Context.Watch(child);
        Context.Stop(child);
    }

    private void OnTerminated(string name)
    {
        if (!_leaving.Remove(name, out var left))
            return;
        _settings.Reports.Forget(left.Key);
        if (left.Next is { } next)
            Begin(name, next);
    }

    private sealed record Pulse : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Pulse Instance = new();
    }
}
