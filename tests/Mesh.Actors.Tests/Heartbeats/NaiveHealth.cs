using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;

namespace Mesh.Actors.Tests.Heartbeats;

/// <summary>
/// The dumb twin of <see cref="HealthState"/>: it writes down all that happened and looks the answer up in the whole
/// story each time.
/// </summary>
internal sealed class NaiveHealth
{
    private readonly List<(TimeSpan At, bool IsGood)> _checks = [];
    private readonly List<(TimeSpan At, InstanceStatus Health)> _story = [];
    private readonly List<TimeSpan> _heard = [];
    private readonly List<TimeSpan> _pauses = [];
    private HealthTerms _terms;
    private bool _draining;
    private bool _confirm;
    private bool _lapsed;

    public NaiveHealth(ServiceInstance first)
    {
        _terms = first.Health;
        _draining = first.Status is InstanceStatus.Draining;
        _story.Add((TimeSpan.Zero, _draining ? InstanceStatus.Passing : first.Status));
        _heard.Add(TimeSpan.Zero);
    }

    public InstanceStatus Status => _draining ? InstanceStatus.Draining : Health;

    private InstanceStatus Health => _story[^1].Health;

    private bool IsProbed => _terms.Kind is HealthKind.Tcp or HealthKind.Http or HealthKind.Grpc;

    public void Track(ServiceInstance instance, TimeSpan now)
    {
        _confirm |= instance.Status != Status;
        var other = instance.Health != _terms;
        _terms = instance.Health;
        _draining = instance.Status is InstanceStatus.Draining;
        var health = _draining ? Health : instance.Status;
        if (other || health != Health)
            _checks.Clear();
        // Another record, or one after the end was told, makes a new beginning of the same health.
        if (other || health != Health || _lapsed)
            _story.Clear();
        _story.Add((now, health));
        _heard.Add(now);
        _lapsed = false;
    }

    public (InstanceStatus To, bool Lapsed)? Probe(ProbeResult result, TimeSpan now)
    {
        _checks.Add((now, result.IsGood));
        if (result.IsGood)
        {
            return Health is InstanceStatus.Critical && !LastAre(true, _terms.Passes)
                ? null
                : Become(result.Status, now);
        }

        return Health is not InstanceStatus.Critical && !LastAre(false, _terms.Fails)
            ? null
            : Become(InstanceStatus.Critical, now);
    }

    public (InstanceStatus To, bool Lapsed)? Beat(InstanceStatus status, TimeSpan now)
    {
        _heard.Add(now);
        return IsProbed ? null : Report(status, now);
    }

    public (InstanceStatus To, bool Lapsed)? App(InstanceStatus status, TimeSpan now) =>
        _terms.Kind is HealthKind.App ? Report(status, now) : null;

    public void Pause(TimeSpan ended) => _pauses.Add(ended);

    public (InstanceStatus To, bool Lapsed)? Tick(TimeSpan now)
    {
        if (_terms.Kind is HealthKind.Ttl && Health is not InstanceStatus.Critical)
        {
            var signs = _heard.Concat(_pauses);
            return signs.Any(at => now - at < _terms.Ttl) ? null : Become(InstanceStatus.Critical, now);
        }

        if (Health is not InstanceStatus.Critical || _lapsed || _terms.DeregisterAfter == TimeSpan.Zero)
            return null;
        var since = _story.Select(s => s.Health).ToList().FindLastIndex(h => h is not InstanceStatus.Critical) + 1;
        if (now - _story[since].At < _terms.DeregisterAfter || _pauses.Any(at => now - at < Grace()))
            return null;
        _lapsed = true;
        return (Status, true);
    }

    private TimeSpan Grace() => _terms.Kind is HealthKind.Ttl
        ? _terms.Ttl
        : IsProbed ? _terms.Interval + _terms.Timeout : TimeSpan.Zero;

    private bool LastAre(bool good, int count) =>
        _checks.Count >= count && _checks.TakeLast(count).All(c => c.IsGood == good);

    private (InstanceStatus To, bool Lapsed)? Report(InstanceStatus status, TimeSpan now)
    {
        if (status is not InstanceStatus.Draining)
            return Become(status, now);
        if (_draining)
            return null;
        _draining = true;
        _confirm = false;
        return (InstanceStatus.Draining, false);
    }

    private (InstanceStatus To, bool Lapsed)? Become(InstanceStatus health, TimeSpan now)
    {
        var told = !_draining && (health != Health || _confirm);
        _lapsed &= health is InstanceStatus.Critical;
        _story.Add((now, health));
        _confirm &= _draining;
        return told ? (health, false) : null;
    }
}
