using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>
/// Spreads the checks at one target evenly over their interval, whichever instances they are of: each that comes gets the place that is
/// farthest from those before it. Of many at once most wait for their place, so that no target is asked by all of them. Thread-safe.
/// </summary>
internal sealed class CheckSpread
{
    /// <summary>Checks at one target whose first run comes at once, for somebody waits for it.</summary>
    public const int AtOnce = 16;

    /// <summary>The step from place to place that keeps any number of them as far apart as may be: the golden ratio.</summary>
    public const double Golden = 0.618_033_988_749_894_9;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Target> _targets = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="jitter">From 0 to 1: the place of the first check at a target.</param>
    /// <returns>It is left once.</returns>
    public CheckPlace Enter(HealthTerms terms, double jitter)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var name = Name(terms);
        lock (_lock)
        {
            if (!_targets.TryGetValue(name, out var target))
                _targets[name] = target = new Target(jitter);
            target.Count++;
            return new CheckPlace(name, (target.First + (target.Given++ * Golden)) % 1, target.Count <= AtOnce);
        }
    }

    public void Leave(CheckPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_lock)
        {
            if (_targets.TryGetValue(place.Target, out var target) && --target.Count == 0)
                _targets.Remove(place.Target);
        }
    }

    /// <summary>Host and port.</summary>
    private static string Name(HealthTerms terms) => terms.Kind is HealthKind.Http && Uri.TryCreate(terms.Target, UriKind.Absolute, out var url)
        ? url.Authority
        : terms.Target.Split('/', 2)[0];

    private sealed class Target(double first)
    {
        public double First => first;

        public int Count { get; set; }

        public long Given { get; set; }
    }
}
