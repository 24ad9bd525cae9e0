namespace Mesh.Dashboard.Doors;

/// <summary>What the doors counted in the last minute. Not thread-safe: whoever holds it locks.</summary>
internal sealed class DoorLog
{
    /// <summary>Samples that are kept: a minute of one each second.</summary>
    public const int Most = 61;

    private readonly Queue<(TimeSpan At, IReadOnlyDictionary<string, DoorCount> Counts)> _samples = new();

    /// <param name="at">Of a monotonic clock.</param>
    public void Take(TimeSpan at, IReadOnlyDictionary<string, DoorCount> counts)
    {
        _samples.Enqueue((at, counts));
        if (_samples.Count > Most)
            _samples.Dequeue();
    }

    /// <summary>What was counted last, of all doors.</summary>
    public IReadOnlyDictionary<string, DoorCount> Latest => _samples.Count == 0 ? new Dictionary<string, DoorCount>() : _samples.Last().Counts;

    /// <summary>Requests per second in the last seconds; null: the page was opened just now.</summary>
    public double? RateOf(string door, Func<DoorCount, long> what, TimeSpan over)
    {
        if (_samples.Count < 2)
            return null;
        var last = _samples.Last();
        var first = _samples.First(s => last.At - s.At <= over || s.At == last.At);
        if (first.At == last.At)
            first = _samples.ElementAt(_samples.Count - 2);
        var seconds = (last.At - first.At).TotalSeconds;
        return seconds <= 0 ? null : (what(last.Counts.GetValueOrDefault(door)) - what(first.Counts.GetValueOrDefault(door))) / seconds;
    }
}
