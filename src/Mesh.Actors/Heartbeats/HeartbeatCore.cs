using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>
/// Which instances of this node are alive: feeds the <see cref="HealthState"/> of each of their checks with results, renewals and
/// time, and tells their transitions. One table and one queue of deadlines for all of them. Without clock, randomness, I/O or
/// Akka; changed in place.
/// </summary>
/// <param name="observer">This node's remoting address, "host:port", for evidence.</param>
/// <param name="spread">Where among all checks of the node each has its place.</param>
/// <param name="pause">Whether the node itself stood still.</param>
internal sealed class HeartbeatCore(string observer, CheckSpread spread, PauseState pause)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<InstanceKey, TrackedInstance> _tracked = [];
    private readonly CheckDeadlines _deadlines = new();
    private readonly List<HeartbeatEffect> _effects = [];
    private PauseState _pause = pause;
    private HeartbeatProtocol.AppHealth? _appHealth;
    private TimeSpan? _wakesAt;
    private Moment _now;
    private long _runs;

    /// <summary>Instances that somebody judges.</summary>
    public int Count => _tracked.Count;

    /// <summary>Takes one input and answers with what the shell has to do for it, in this order.</summary>
    public ImmutableArray<HeartbeatEffect> Step(HeartbeatInput input, Moment now)
    {
        _now = now;
        switch (input)
        {
            case HeartbeatInput.Told told:
                On(told.Message, told.Jitter);
                break;
            case HeartbeatInput.Checked done:
                On(done);
                break;
            case HeartbeatInput.Pulse pulse:
                _pause = _pause.OnPulse(now.At, pulse.IsClosed);
                break;
            case HeartbeatInput.Due:
                _wakesAt = null;
                break;
            case HeartbeatInput.Started:
                Restart();
                break;
        }

        TakeDue();
        Wake();
        if (_effects.Count == 0)
            return [];
        ImmutableArray<HeartbeatEffect> effects = [.. _effects];
        _effects.Clear();
        return effects;
    }

    private static bool IsJudged(ServiceInstance instance) =>
        instance.Checks.Count > 0
        || instance.Health.Kind is not HealthKind.None
        || instance.Health.DeregisterAfter > TimeSpan.Zero;

    private static bool IsOf(TrackedCheck check, ServiceInstance record) =>
        record.Checks.Count == 0 ? check.Id.Length == 0 : record.Checks.Any(c => c.Id == check.Id);

    private void On(HeartbeatProtocol.IMessage message, double jitter)
    {
        switch (message)
        {
            case HeartbeatProtocol.Beat beat:
                On(beat);
                break;
            case HeartbeatProtocol.UpdateCheck update:
                if (_tracked.GetValueOrDefault(update.Key)?.Find(update.CheckId) is { } check)
                {
                    // In the record and in the reports already: it is not told a second time.
                    check.State = check.State.Step(new HealthInput.Beat(update.Status, update.Output), _now).Next;
                    Arm(check);
                }

                break;
            case HeartbeatProtocol.Track track:
                On(track, jitter);
                break;
            case HeartbeatProtocol.Untrack untrack:
                Release(untrack.Key);
                break;
            case HeartbeatProtocol.AppHealth app:
                _appHealth = app;
                foreach (var instance in _tracked.Values)
                    Tell(instance, app);
                break;
        }
    }

    private void On(HeartbeatProtocol.Beat beat)
    {
        if (!_tracked.TryGetValue(beat.Key, out var instance))
        {
            // Whom nobody judges, its client's word decides: it goes to the registry, which knows what it changes, if the
            // instance is one of this node's at all.
            var evidence = new Evidence(Causes.LeaseRenewed, observer, HealthWords.Reported(beat.Status, beat.Note));
            _effects.Add(new HeartbeatEffect.Tell(new HeartbeatProtocol.HealthChanged(beat.Key, beat.Status, evidence)));
            return;
        }

        foreach (var check in instance.Checks)
            OnBeat(check, beat.Status, beat.Note);
    }

    private void OnBeat(TrackedCheck check, InstanceStatus status, string note)
    {
        if (check.Id.Length == 0)
        {
            Perform(check, new HealthInput.Beat(status, note));
            return;
        }

        // What a client says of the whole instance is in the record of its leases already.
        if (check.State.Terms.Kind is not HealthKind.Ttl)
            return;
        check.State = check.State.Step(new HealthInput.Beat(status, note), _now).Next;
        Report(check, note);
        Arm(check);
    }

    private void On(HeartbeatProtocol.Track track, double jitter)
    {
        var record = track.Instance;
        if (!IsJudged(record))
        {
            Release(record.Key);
            return;
        }

        if (_tracked.TryGetValue(record.Key, out var instance))
            Take(instance, record, track.IsSignOfLife);
        else
            Take(_tracked[record.Key] = new TrackedInstance(record.Key, jitter), record, isSignOfLife: true);
        if (record.IsApp() && _appHealth is { } app)
            Tell(_tracked[record.Key], app);
    }

    /// <summary>Takes over a record. Checks that go on keep what they have counted.</summary>
    private void Take(TrackedInstance instance, ServiceInstance record, bool isSignOfLife)
    {
        instance.Host = record.Host;
        foreach (var gone in instance.Checks.Where(c => !IsOf(c, record)))
            End(gone);
        // The one without a name is of the whole instance: each record of that is a sign of life.
        instance.Checks = record.Checks.Count == 0
            ? [Take(instance, "", record.Health, record.Status, isSignOfLife: true)]
            : [.. record.Checks.Select(c => Take(instance, c.Id, c.Terms, c.Status, isSignOfLife))];
        _effects.Add(new HeartbeatEffect.Keep(instance));
    }

    private TrackedCheck Take(TrackedInstance instance, string id, HealthTerms terms, InstanceStatus status, bool isSignOfLife)
    {
        if (instance.Find(id) is not { } check)
        {
            check = new TrackedCheck(instance, id, HealthState.Begin(terms, status, observer, _now));
            Arm(check);
            RunFirst(check);
            return check;
        }

        var before = check.State.Terms;
        if (isSignOfLife || before != terms || check.State.Status != status)
            check.State = check.State.Step(new HealthInput.Tracked(terms, status), _now).Next;
        Arm(check);
        if (before != terms)
            RunFirst(check);
        return check;
    }

    private void Release(InstanceKey key)
    {
        if (!_tracked.Remove(key, out var instance))
            return;
        foreach (var check in instance.Checks)
            End(check);
        _effects.Add(new HeartbeatEffect.Forget(key));
    }

    private void Tell(TrackedInstance instance, HeartbeatProtocol.AppHealth app)
    {
        foreach (var check in instance.Checks)
            Perform(check, new HealthInput.AppHealth(app.Status, app.Note));
    }

    private void On(HeartbeatInput.Checked done)
    {
        var check = done.Check;
        // A run that was ended, by other terms or a restart, counts no more.
        if (done.Run != check.Run)
            return;
        check.End();
        if (!done.Result.IsGood)
            _effects.Add(HeartbeatEffect.Failed.Instance);
        _deadlines.Schedule(check, _now.At + check.UntilNext(_now.At));
        Perform(check, new HealthInput.Probed(done.Result), done.Result.Output);
    }

    /// <summary>With other terms it has another place.</summary>
    private void RunFirst(TrackedCheck check)
    {
        Leave(check);
        if (!check.State.Terms.IsActive)
            return;
        check.Place = spread.Enter(check.State.Terms, check.Instance.NextJitter());
        if (check.UntilFirst() is var wait && wait == TimeSpan.Zero)
            Run(check);
        else
            _deadlines.Schedule(check, _now.At + wait);
    }

    private void Run(TrackedCheck check)
    {
        check.Begin(++_runs, _now.At);
        _effects.Add(new HeartbeatEffect.Run(check, check.Run, check.State.Terms, check.Instance.Host));
    }

    private void Leave(TrackedCheck check)
    {
        _deadlines.Unschedule(check);
        if (check.Run != 0)
            _effects.Add(new HeartbeatEffect.EndRun(check.Run));
        check.End();
        if (check.Place is { } place)
            spread.Leave(place);
        check.Place = null;
    }

    private void End(TrackedCheck check)
    {
        Leave(check);
        _deadlines.Forget(check);
    }

    /// <summary>Active checks begin anew where they were under way; states and terms go on.</summary>
    private void Restart()
    {
        _wakesAt = null;
        foreach (var check in _tracked.Values.SelectMany(i => i.Checks).Where(c => c.Run != 0))
            Run(check);
    }

    private void TakeDue()
    {
        while (_deadlines.TryTake(_now.At, out var check, out var isRun))
        {
            if (isRun)
            {
                Run(check);
                continue;
            }

            if (_pause.LastPause(_now.At) is { } ended)
                check.State = check.State.Step(new HealthInput.Paused(ended), _now).Next;
            Perform(check, HealthInput.Tick.Instance);
        }
    }

    /// <param name="output">What was seen, to be reported before the transition is told; null: nothing.</param>
    private void Perform(TrackedCheck check, HealthInput input, string? output = null)
    {
        (check.State, var told) = check.State.Step(input, _now);
        Arm(check);
        if (output is not null)
            Report(check, output);
        foreach (var transition in told)
            Tell(check, transition);
    }

    private void Tell(TrackedCheck check, HealthTransition told)
    {
        var key = check.Instance.Key;
        _effects.Add(new HeartbeatEffect.Moved(key, check.Id, told));
        if (told.Evidence.Cause is Causes.LeaseExpired)
            _effects.Add(new HeartbeatEffect.Expired(key, check.Id, check.State.Health, told.Evidence, _now.Wall));
        HeartbeatProtocol.IMessage message = told.Lapsed ? new HeartbeatProtocol.Lapsed(key, told.Evidence)
            : check.Id.Length == 0 ? new HeartbeatProtocol.HealthChanged(key, told.To, told.Evidence)
            : new HeartbeatProtocol.CheckChanged(key, check.Id, told.To, told.Evidence);
        _effects.Add(new HeartbeatEffect.Tell(message));
    }

    private void Report(TrackedCheck check, string output)
    {
        if (check.Id.Length > 0)
            _effects.Add(new HeartbeatEffect.Report(check.Instance.Key, check.Id, check.State.Health, output, _now.Wall));
    }

    /// <summary>Waits for the next deadline. A renewal only moves it away: the earlier one finds nothing to do and waits again.</summary>
    private void Arm(TrackedCheck check)
    {
        if (check.State.NextDeadline is not { } deadline)
            return;
        // What is due already waits for another step.
        var at = deadline > _now.At + Soonest ? deadline : _now.At + Soonest;
        if (check.DeadlineAt is not { } awaited || awaited > at)
            _deadlines.Await(check, at);
    }

    private void Wake()
    {
        if (_deadlines.Next is not { } next || _wakesAt <= next)
            return;
        _wakesAt = next;
        var left = next - _now.At;
        _effects.Add(new HeartbeatEffect.Wake(left > Soonest ? left : Soonest));
    }
}
