using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>
/// Owns the health of one instance: feeds <see cref="HealthState"/> with checks, renewals and time, and tells the
/// registry its transitions. Child of <see cref="HeartbeatsActor"/>. A restart loses the check that is running, which
/// begins anew; state and terms are in <see cref="HeartbeatMemory"/> and go on.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop ends the check; an actor has no Dispose.")]
internal sealed class HeartbeatActor(
    HeartbeatMemory memory, ICanTell registry, IHealthProbe probe, NodePulse pulse, double jitter)
    : UntypedActor, IWithTimers
{
    private const string DeadlineTimer = "deadline";
    private const string CheckTimer = "check";

    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    // The least time between two checks when one took longer than the interval.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private CancellationTokenSource? _running;
    private TimeSpan? _armedFor;
    private TimeSpan _checkBegan;
    private bool _isSpread;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        HeartbeatMemory memory, ICanTell registry, IHealthProbe probe, NodePulse pulse, double jitter) =>
        Akka.Actor.Props.Create<HeartbeatActor>(memory, registry, probe, pulse, jitter);

    protected override void PreStart()
    {
        Arm();
        Check();
    }

    protected override void PostStop() => EndCheck();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatProtocol.Beat beat:
                Perform(memory.State.OnBeat(beat.Status, beat.Note, pulse.Now()));
                break;
            case DeadlineDue:
                OnDeadline();
                break;
            case CheckDue:
                Check();
                break;
            case Checked done:
                OnChecked(done);
                break;
            case HeartbeatProtocol.AppHealth app:
                Perform(memory.State.OnAppHealth(app.Status, app.Note, pulse.Now()));
                break;
            case HeartbeatProtocol.Track track:
                OnTrack(track.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnTrack(ServiceInstance instance)
    {
        var before = memory.State.Terms;
        memory.State = memory.State.OnTrack(instance, pulse.Now());
        Arm();
        if (memory.State.Terms != before)
            Check();
    }

    private void OnDeadline()
    {
        _armedFor = null;
        var now = pulse.Now();
        if (pulse.LastPause(now) is { } ended)
            memory.State = memory.State.OnPause(ended);
        Perform(memory.State.OnTick(now));
    }

    private void Check()
    {
        EndCheck();
        Timers.Cancel(CheckTimer);
        var terms = memory.State.Terms;
        if (terms.Kind is not (HealthKind.Tcp or HealthKind.Http or HealthKind.Grpc))
            return;
        _checkBegan = pulse.Now();
        var run = _running = new CancellationTokenSource();
        probe.CheckAsync(terms, run.Token).PipeTo(
            Self,
            success: result => new Checked(run, result),
            failure: fault => new Checked(run, ProbeResult.Critical(fault.Message)));
    }

    private void EndCheck()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
    }

    private void OnChecked(Checked done)
    {
        // A check that was ended, by other terms or a restart, counts no more.
        if (!ReferenceEquals(done.Run, _running))
            return;
        var now = pulse.Now();
        Timers.StartSingleTimer(CheckTimer, CheckDue.Instance, NextCheck(now));
        Perform(memory.State.OnProbe(done.Result, now));
    }

    private TimeSpan NextCheck(TimeSpan now)
    {
        var interval = memory.State.Terms.Interval;
        // The first check comes at once, for somebody waits for it; the second one takes its place in the interval.
        if (!_isSpread)
            interval *= jitter;
        _isSpread = true;
        var left = interval - (now - _checkBegan);
        return left > Breath ? left : Breath;
    }

    private void Perform((HealthState Next, HealthTransition? Told) step)
    {
        memory.State = step.Next;
        Arm();
        if (step.Told is not { } told)
            return;
        Context.GetLogger().Debug(
            "{Key} from {From} to {To}, lapsed {Lapsed}: {Detail}",
            memory.Key, told.From, told.To, told.Lapsed, told.Evidence.Detail);
        object message = told.Lapsed
            ? new HeartbeatProtocol.Lapsed(memory.Key, told.Evidence)
            : new HeartbeatProtocol.HealthChanged(memory.Key, told.To, told.Evidence);
        registry.Tell(message, Self);
    }

    /// <summary>
    /// Keeps a timer at or before the next deadline. A renewal only moves the deadline away, so it costs no timer: the
    /// running one finds nothing to do and is set again.
    /// </summary>
    private void Arm()
    {
        if (memory.State.NextDeadline is not { } deadline || _armedFor <= deadline)
            return;
        _armedFor = deadline;
        var left = deadline - pulse.Now();
        Timers.StartSingleTimer(DeadlineTimer, DeadlineDue.Instance, left > Soonest ? left : Soonest);
    }

    private sealed record Checked(object Run, ProbeResult Result)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record DeadlineDue : INoSerializationVerificationNeeded
    {
        public static readonly DeadlineDue Instance = new();
    }

    private sealed record CheckDue : INoSerializationVerificationNeeded
    {
        public static readonly CheckDue Instance = new();
    }
}
