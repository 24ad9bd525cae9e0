namespace Mesh.Dashboard.Models;

/// <summary>How often a service changed lately, counted in parts of ten seconds. Not thread-safe.</summary>
internal sealed class ServicePulse
{
    public const int Parts = 30;

    public static readonly TimeSpan Part = TimeSpan.FromSeconds(10);

    private readonly int[] _counts = new int[Parts];
    private long _newest;

    public void Add(DateTimeOffset at)
    {
        var part = PartOf(at);
        Forward(part);
        if (part > _newest - Parts)
            _counts[part % Parts]++;
    }

    /// <summary>Oldest first, the present part last.</summary>
    public int[] Until(DateTimeOffset now)
    {
        var last = Math.Max(PartOf(now), _newest);
        return [.. Enumerable.Range(0, Parts).Select(i => last - Parts + 1 + i).Select(p => p > _newest - Parts && p <= _newest ? _counts[p % Parts] : 0)];
    }

    public bool IsOver(DateTimeOffset now) => PartOf(now) - _newest >= Parts;

    private static long PartOf(DateTimeOffset at) => at.UtcTicks / Part.Ticks;

    private void Forward(long part)
    {
        if (part <= _newest)
            return;
        for (var p = Math.Max(_newest + 1, part - Parts + 1); p <= part; p++)
            _counts[p % Parts] = 0;
        _newest = part;
    }
}
