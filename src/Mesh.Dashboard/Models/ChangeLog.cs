using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The last changes of the view. Not thread-safe: whoever holds it locks.</summary>
internal sealed class ChangeLog
{
    public const int Most = 10_000;

    private const int MostTook = 1_000;
    private const int MostPulses = 20_000;

    private readonly Queue<ChangeLine> _lines = new();
    private readonly Queue<TimeSpan> _took = new();
    private readonly Dictionary<string, ServicePulse> _pulses = new(StringComparer.Ordinal);
    private readonly Dictionary<InstanceKey, InstanceView> _known = [];
    private List<ChangeLine>? _newest;
    private long _number;
    private bool _isFirst = true;

    /// <summary>Changes that were taken in all.</summary>
    public long Count => _number;

    /// <summary>What was registered before has not come by propagation.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The node whose view it is: what it registers itself does not come from elsewhere. Null: not known.</summary>
    public string? Self { get; set; }

    /// <summary>From registration elsewhere to here, of the last that came.</summary>
    public IReadOnlyCollection<TimeSpan> Took => _took;

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<ChangeLine> Lines => _lines;

    /// <summary>Newest first; the same list until there is another change.</summary>
    public List<ChangeLine> Newest => _newest ??= [.. _lines.Reverse()];

    /// <summary>What a watch begins with, and tells anew after a gap, is no change but the present.</summary>
    public void Take(CatalogChange change, DateTimeOffset at)
    {
        if (change.Kind is ChangeKind.Reset)
        {
            if (!_isFirst)
                Keep(ChangeLine.Of(++_number, at, change, null));
            _isFirst = false;
            return;
        }

        if (change.Instance is not { } now)
            return;
        var key = now.Instance.Key;
        var before = _known.GetValueOrDefault(key);
        if (change.Kind is ChangeKind.Removed)
            _known.Remove(key);
        else
            _known[key] = now;
        if (before == now && change.Kind is not ChangeKind.Removed)
            return;
        Keep(ChangeLine.Of(++_number, at, change, before));
        Beat(change.Service.Value, at);
        if (change.Kind is ChangeKind.Added && before is null && now.Owner.Address != Self && now.Instance.RegisteredAt >= Since)
            Note(at - now.Instance.RegisteredAt);
    }

    /// <summary>How often a service changed in each of the last parts of ten seconds, the present one last; null: not at all.</summary>
    public int[]? PulseOf(string service, DateTimeOffset now) =>
        _pulses.TryGetValue(service, out var pulse) && !pulse.IsOver(now) ? pulse.Until(now) : null;

    /// <summary>What is there already when the watch begins.</summary>
    public void Know(CatalogSnapshot snapshot)
    {
        foreach (var service in snapshot.Services.Values)
        {
            foreach (var view in service.Instances)
                _known[view.Instance.Key] = view;
        }
    }

    /// <summary>Changes in each of the last seconds, the present one last.</summary>
    public int[] PerSecond(DateTimeOffset now, int seconds)
    {
        var counts = new int[seconds];
        foreach (var line in _lines.Reverse())
        {
            var ago = (int)(now - line.At).TotalSeconds;
            if (ago >= seconds)
                break;
            counts[seconds - 1 - Math.Max(0, ago)]++;
        }

        return counts;
    }

    private void Beat(string service, DateTimeOffset at)
    {
        if (!_pulses.TryGetValue(service, out var pulse))
        {
            if (_pulses.Count >= MostPulses)
            {
                foreach (var over in _pulses.Where(p => p.Value.IsOver(at)).Select(static p => p.Key).ToArray())
                    _pulses.Remove(over);
            }

            if (_pulses.Count >= MostPulses)
                return;
            _pulses[service] = pulse = new ServicePulse();
        }

        pulse.Add(at);
    }

    private void Note(TimeSpan took)
    {
        // The owner's clock may be ahead.
        _took.Enqueue(took < TimeSpan.Zero ? TimeSpan.Zero : took);
        if (_took.Count > MostTook)
            _took.Dequeue();
    }

    private void Keep(ChangeLine line)
    {
        _newest = null;
        _lines.Enqueue(line);
        if (_lines.Count > Most)
            _lines.Dequeue();
    }
}
