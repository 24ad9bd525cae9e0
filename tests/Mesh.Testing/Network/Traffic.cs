namespace Mesh.Testing.Network;

/// <summary>Counts the packets between sites. Thread-safe.</summary>
internal sealed class Traffic
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TrafficKey, TrafficCount> _counts = [];

    /// <summary>All packets that fit.</summary>
    public TrafficCount Sum(Func<TrafficKey, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        lock (_gate)
            return _counts.Where(c => fits(c.Key)).Aggregate(default(TrafficCount), (sum, c) => sum + c.Value);
    }

    internal void Add(in TrafficKey key, in TrafficCount count)
    {
        lock (_gate)
            _counts[key] = _counts.GetValueOrDefault(key) + count;
    }
}
