using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using static Mesh.Heartbeats.CheckRun;

namespace Mesh.Heartbeats;

/// <summary>
/// Owns the health of one instance: feeds the <see cref="HealthState"/> of each of its checks with results, renewals
/// and time, and tells the registry their transitions. Child of <see cref="HeartbeatsActor"/>. A restart loses the runs
/// that go on, which begin anew; states and terms are in <see cref="TrackedInstance"/> and go on.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop ends the checks; an actor has no Dispose.")]
internal sealed class HeartbeatActor(
    TrackedInstance tracked, ICanTell registry, IHealthProbe probe, NodePulse pulse, CheckSpread spread, double jitter)
    : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly List<CheckRun> _runs = [];
    private int _begun;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        TrackedInstance tracked, ICanTell registry, IHealthProbe probe, NodePulse pulse, CheckSpread spread, double jitter) =>
        Akka.Actor.Props.Create<HeartbeatActor>(tracked, registry, probe, pulse, spread, jitter);

    protected override void PreStart()
    {
        foreach (var check in tracked.Checks)
            Begin(check);
    }

    protected override void PostStop()
    {
        foreach (var run in _runs)
        {
            run.End();
            spread.Leave(run.Place);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatProtocol.Beat beat:
                foreach (var run in _runs)
                    OnBeat(run, beat.Status, beat.Note);
                break;
            case DeadlineDue due when Find(due.CheckId) is { } run:
                OnDeadline(run);
                break;
            case CheckDue due when Find(due.CheckId) is { } run:
                Check(run);
                break;
            case Checked done:
                OnChecked(done);
                break;
            case HeartbeatProtocol.UpdateCheck update when Find(update.CheckId) is { } run:
                // In the record and in the reports already: it is not told a second time.
                run.Check.State = run.Check.State.Step(new HealthInput.Beat(update.Status, update.Output), pulse.Now()).Next;
                Arm(run);
                break;
            case HeartbeatProtocol.AppHealth app:
                foreach (var run in _runs)
                    Perform(run, run.Check.State.Step(new HealthInput.AppHealth(app.Status, app.Note), pulse.Now()));
                break;
            case HeartbeatProtocol.Track track:
                OnTrack(track);
                break;
            case DeadlineDue or CheckDue or HeartbeatProtocol.UpdateCheck:
                // Of a check that was taken away meanwhile.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private CheckRun? Find(string checkId) => _runs.Find(r => r.Check.Id == checkId);

    private void Begin(TrackedCheck check)
    {
        var run = new CheckRun(check, PlaceOf(check));
        _runs.Add(run);
        Arm(run);
        CheckFirst(run);
    }

    private void OnTrack(HeartbeatProtocol.Track track)
    {
        var before = _runs.ToDictionary(r => r.Check, r => r.Check.State.Terms);
        tracked.Take(track.Instance, track.IsSignOfLife, pulse.Now());
        foreach (var gone in _runs.Where(r => !tracked.Checks.Contains(r.Check)).ToArray())
            End(gone);
        foreach (var check in tracked.Checks)
        {
            if (!before.TryGetValue(check, out var terms))
                Begin(check);
            else if (Find(check.Id) is { } run)
                GoOn(run, terms);
        }
    }

    private CheckPlace PlaceOf(TrackedCheck check) => spread.Enter(check.State.Terms, (jitter + (_begun++ * CheckSpread.Golden)) % 1);

    private void GoOn(CheckRun run, HealthTerms before)
    {
        Arm(run);
        if (run.Check.State.Terms == before)
            return;
        spread.Leave(run.Place);
        run.Place = PlaceOf(run.Check);
        CheckFirst(run);
    }

    private void CheckFirst(CheckRun run)
    {
        if (run.UntilFirst() is var wait && wait == TimeSpan.Zero)
        {
            Check(run);
            return;
        }

        run.End();
        Timers.StartSingleTimer(run.OnDue, run.OnDue, wait);
    }

    private void End(CheckRun run)
    {
        run.End();
        spread.Leave(run.Place);
        Timers.Cancel(run.OnDeadline);
        Timers.Cancel(run.OnDue);
        _runs.Remove(run);
    }

    private void OnBeat(CheckRun run, InstanceStatus status, string note)
    {
        var check = run.Check;
        if (check.Id.Length == 0)
        {
            Perform(run, check.State.Step(new HealthInput.Beat(status, note), pulse.Now()));
            return;
        }

        // What a client says of the whole instance is in the record of its leases already.
        if (check.State.Terms.Kind is not HealthKind.Ttl)
            return;
        check.State = check.State.Step(new HealthInput.Beat(status, note), pulse.Now()).Next;
        Report(check, note);
        Arm(run);
    }

    private void OnDeadline(CheckRun run)
    {
        run.ArmedFor = null;
        var now = pulse.Now();
        if (pulse.LastPause(now.At) is { } ended)
            run.Check.State = run.Check.State.Step(new HealthInput.Paused(ended), now).Next;
        Perform(run, run.Check.State.Step(HealthInput.Tick.Instance, now));
    }

    private void Check(CheckRun run)
    {
        run.End();
        Timers.Cancel(run.OnDue);
        if (!run.Check.State.Terms.IsActive)
            return;
        var of = run.Begin(pulse.Now().At);
        probe.CheckAsync(run.Check.State.Terms, tracked.Host, of.Token).PipeTo(
            Self,
            success: result => new Checked(run, of, result),
            failure: fault => new Checked(run, of, ProbeResult.Critical(fault.Message)));
    }

    private void OnChecked(Checked done)
    {
        var run = done.Run;
        // A run that was ended, by other terms or a restart, counts no more.
        if (!ReferenceEquals(done.Of, run.Running))
            return;
        if (!done.Result.IsGood)
            tracked.Reports.NoteFailure();
        var now = pulse.Now();
        Timers.StartSingleTimer(run.OnDue, run.OnDue, run.UntilNext(now.At));
        Perform(run, run.Check.State.Step(new HealthInput.Probed(done.Result), now), done.Result.Output);
    }

    /// <param name="output">What was seen, to be reported before the transition is told; null: nothing.</param>
    private void Perform(CheckRun run, (HealthState Next, ImmutableArray<HealthTransition> Effects) step, string? output = null)
    {
        run.Check.State = step.Next;
        Arm(run);
        if (output is not null)
            Report(run.Check, output);
        foreach (var told in step.Effects)
            Tell(run, told);
    }

    private void Tell(CheckRun run, HealthTransition told)
    {
        Context.GetLogger().Debug(
            "{Key} {Check} from {From} to {To}, lapsed {Lapsed}: {Detail}",
            tracked.Key, run.Check.Id, told.From, told.To, told.Lapsed, told.Evidence.Detail);
        if (told.Evidence.Cause is Causes.LeaseExpired)
        {
            tracked.Reports.NoteExpiry();
            Report(run.Check, HealthWords.Expired(told.Evidence, tracked.Reports.Find(tracked.Key, run.Check.Id)));
        }

        registry.Tell(Message(run.Check.Id, told), Self);
    }

    private object Message(string checkId, HealthTransition told)
    {
        if (told.Lapsed)
            return new HeartbeatProtocol.Lapsed(tracked.Key, told.Evidence);
        return checkId.Length == 0
            ? new HeartbeatProtocol.HealthChanged(tracked.Key, told.To, told.Evidence)
            : new HeartbeatProtocol.CheckChanged(tracked.Key, checkId, told.To, told.Evidence);
    }

    private void Report(TrackedCheck check, string output)
    {
        if (check.Id.Length > 0)
            tracked.Reports.Put(tracked.Key, check.Id, check.State.Health, output, pulse.Now().Wall);
    }

    /// <summary>
    /// Keeps a timer at or before the next deadline. A renewal only moves the deadline away, so it costs no timer: the
    /// running one finds nothing to do and is set again.
    /// </summary>
    private void Arm(CheckRun run)
    {
        if (run.Check.State.NextDeadline is not { } deadline || run.ArmedFor <= deadline)
            return;
        run.ArmedFor = deadline;
        var left = deadline - pulse.Now().At;
        Timers.StartSingleTimer(run.OnDeadline, run.OnDeadline, left > Soonest ? left : Soonest);
    }
}
