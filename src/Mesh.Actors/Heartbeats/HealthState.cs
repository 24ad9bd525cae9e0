using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>
/// The health of one instance: what its checks, its lease and its own reports add up to. Pure. Each step answers with
/// the next state and with the transition to be told, if any.
/// </summary>
/// <remarks>
/// Draining lies over the health: it is what others see until the record says otherwise, while the health beneath
/// goes on, so that an instance that dies while draining is still removed after its deregister time.
/// </remarks>
internal sealed record HealthState
{
    private HealthState(HealthTerms terms, string observer) => (Terms, Observer) = (terms, observer);

    public HealthTerms Terms { get; private init; }

    /// <summary>The node that judges, "host:port".</summary>
    public string Observer { get; }

    /// <summary>Starting, Passing, Warning or Critical.</summary>
    public InstanceStatus Health { get; private init; }

    public bool IsDraining { get; private init; }

    /// <summary>The status that others see.</summary>
    public InstanceStatus Status => IsDraining ? InstanceStatus.Draining : Health;

    /// <summary>Good results in a row since the last bad one.</summary>
    public int Passed { get; private init; }

    /// <summary>Bad results in a row since the last good one.</summary>
    public int Failed { get; private init; }

    /// <summary>When the client was last heard of.</summary>
    public TimeSpan HeardAt { get; private init; }

    /// <summary>When the last pause of this node, during which it could hear nobody, ended; null: none known.</summary>
    public TimeSpan? PauseEnded { get; private init; }

    /// <summary>Set exactly while <see cref="Health"/> is Critical.</summary>
    public TimeSpan? CriticalSince { get; private init; }

    /// <summary>The end was told; it is told again only after a recovery.</summary>
    public bool HasLapsed { get; private init; }

    /// <summary>
    /// The record brought another status than the one found here, perhaps because the two crossed on their way: the
    /// next result is told even when it changes nothing, so that both sides agree again.
    /// </summary>
    public bool MustConfirm { get; private init; }

    /// <summary>When <see cref="HealthInput.Tick"/> has something to do; null: not before another message comes.</summary>
    public TimeSpan? NextDeadline => HasLeaseRunning ? LeaseEnds : RemovalAt;

    private bool HasLeaseRunning => Terms.Kind is HealthKind.Ttl && Health is not InstanceStatus.Critical;

    private TimeSpan LeaseEnds => AfterGrace(HeardAt + Terms.Ttl);

    private TimeSpan? RemovalAt => CriticalSince is { } since && Terms.DeregisterAfter > TimeSpan.Zero && !HasLapsed
        ? AfterGrace(since + Terms.DeregisterAfter)
        : null;

    private TimeSpan Grace => Terms.Kind switch
    {
        HealthKind.Ttl => Terms.Ttl,
        _ when Terms.IsActive => Terms.Interval + Terms.Timeout,
        _ => TimeSpan.Zero,
    };

    public static HealthState Begin(HealthTerms terms, InstanceStatus status, string observer, Moment now) =>
        new HealthState(terms, observer) { Health = InstanceStatus.Passing }.Tracked(terms, status, now.At) with
        {
            MustConfirm = false,
        };

    /// <summary>At most one transition.</summary>
    public (HealthState Next, ImmutableArray<HealthTransition> Effects) Step(HealthInput input, Moment now)
    {
        var (next, told) = input switch
        {
            HealthInput.Tracked tracked => (Tracked(tracked.Terms, tracked.Status, now.At), null),
            HealthInput.Probed probed => Probed(probed.Result, now.At),
            HealthInput.Beat beat => Beat(beat.Status, beat.Note, now.At),
            HealthInput.AppHealth app => AppHealth(app.Status, app.Note, now.At),
            HealthInput.Paused paused => (Paused(paused.Ended), null),
            HealthInput.Tick => Tick(now.At),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
        };
        return (next, told is null ? [] : [told]);
    }

    private HealthState Tracked(HealthTerms terms, InstanceStatus status, TimeSpan now)
    {
        var isDraining = status is InstanceStatus.Draining;
        var health = isDraining ? Health : status;
        var goesOn = health == Health && terms == Terms;
        return this with
        {
            Terms = terms,
            Health = health,
            IsDraining = isDraining,
            Passed = goesOn ? Passed : 0,
            Failed = goesOn ? Failed : 0,
            HeardAt = now,
            CriticalSince = CriticalFrom(health, now, goesOn && !HasLapsed),
            HasLapsed = false,
            MustConfirm = MustConfirm || status != Status,
        };
    }

    private (HealthState Next, HealthTransition? Told) Probed(ProbeResult result, TimeSpan now)
    {
        var counted = this with
        {
            Passed = result.IsGood ? Math.Min(Passed + 1, InstanceLimits.Thresholds) : 0,
            Failed = result.IsGood ? 0 : Math.Min(Failed + 1, InstanceLimits.Thresholds),
        };
        if (result.IsGood)
        {
            if (Health is InstanceStatus.Critical && counted.Passed < Terms.Passes)
                return (counted, null);
            // From Critical it took as many as the terms ask for, from elsewhere one is enough.
            var needed = Health is InstanceStatus.Critical ? Terms.Passes : 1;
            return counted.Move(
                result.Status,
                Causes.HealthCheck,
                () => HealthWords.Checks(needed, needed, "passed", result.Detail),
                now);
        }

        if (Health is not InstanceStatus.Critical && counted.Failed < Terms.Fails)
            return counted.OnFewFailures(result, now);
        return counted.Move(
            InstanceStatus.Critical,
            Causes.HealthCheck,
            () => HealthWords.Checks(counted.Failed, Terms.Fails, "failed", result.Detail),
            now);
    }

    private (HealthState Next, HealthTransition? Told) OnFewFailures(ProbeResult result, TimeSpan now) =>
        Terms.WarnFails > 0 && Failed >= Terms.WarnFails && Health is InstanceStatus.Passing
            ? Move(
                InstanceStatus.Warning,
                Causes.HealthCheck,
                () => HealthWords.Checks(Failed, Terms.WarnFails, "failed", result.Detail),
                now)
            : (this, null);

    private (HealthState Next, HealthTransition? Told) Beat(InstanceStatus status, string note, TimeSpan now)
    {
        var heard = this with { HeardAt = now };
        return Terms.IsActive
            ? (heard, null)
            : heard.OnReport(status, Causes.LeaseRenewed, note, now);
    }

    private (HealthState Next, HealthTransition? Told) AppHealth(InstanceStatus status, string note, TimeSpan now) =>
        Terms.Kind is HealthKind.App ? OnReport(status, Causes.AppHealth, note, now) : (this, null);

    private HealthState Paused(TimeSpan ended) =>
        PauseEnded is null || ended > PauseEnded ? this with { PauseEnded = ended } : this;

    private (HealthState Next, HealthTransition? Told) Tick(TimeSpan now)
    {
        if (HasLeaseRunning && now >= LeaseEnds)
        {
            var grace = LeaseEnds > HeardAt + Terms.Ttl;
            return Move(
                InstanceStatus.Critical,
                Causes.LeaseExpired,
                () => HealthWords.LeaseExpired(now - HeardAt, Terms.Ttl, grace),
                now);
        }

        if (RemovalAt is not { } removal || now < removal)
            return (this, null);
        var words = HealthWords.Lapsed(now - CriticalSince.GetValueOrDefault(now), Terms.DeregisterAfter);
        var evidence = new Evidence(Causes.DeregisterTime, Observer, words);
        return (this with { HasLapsed = true }, new(Status, Status, evidence, Lapsed: true));
    }

    private (HealthState Next, HealthTransition? Told) OnReport(
        InstanceStatus status, string cause, string note, TimeSpan now)
    {
        if (status is not InstanceStatus.Draining)
            return Move(status, cause, () => HealthWords.Reported(status, note), now);
        if (IsDraining)
            return (this, null);
        var evidence = new Evidence(Causes.DrainStarted, Observer, HealthWords.Reported(status, note));
        return (this with { IsDraining = true, MustConfirm = false }, new(Status, InstanceStatus.Draining, evidence));
    }

    private (HealthState Next, HealthTransition? Told) Move(
        InstanceStatus health, string cause, Func<string> words, TimeSpan now)
    {
        var isTold = !IsDraining && (health != Health || MustConfirm);
        if (health == Health && !isTold)
            return (this, null);
        var next = this with
        {
            Health = health,
            CriticalSince = CriticalFrom(health, now, goesOn: true),
            HasLapsed = HasLapsed && health is InstanceStatus.Critical,
            MustConfirm = MustConfirm && IsDraining,
        };
        return (next, isTold ? new(Status, next.Status, new(cause, Observer, words())) : null);
    }

    private TimeSpan? CriticalFrom(InstanceStatus health, TimeSpan now, bool goesOn) =>
        health is not InstanceStatus.Critical ? null : goesOn ? CriticalSince ?? now : now;

    private TimeSpan AfterGrace(TimeSpan deadline) =>
        PauseEnded is { } ended && ended + Grace > deadline ? ended + Grace : deadline;
}
