using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>A fourth node joins three that hold 100,000 instances.</summary>
internal sealed class FullJoinRow : IRow
{
    private readonly Figure _ready = new("join of a fourth node, 100,000 instances: ready", "s", Goal.None);
    private readonly Figure _held = new("join of a fourth node: part of the instances that it holds when it says ready", "%", Goal.AtLeast(100));
    private readonly Figure _doubts = new("join of a fourth node: looks that saw a member in doubt", "", Goal.AtMost(0));
    private readonly Figure _fill = new("fill of three nodes over the native API, c=16", "1/s", Goal.None);

    public string Name => "join-full";

    public string About => "a fourth node joins three that hold 100,000 instances";

    public IReadOnlyList<Figure> Figures => [_ready, _held, _doubts, _fill];

    public async Task MeasureAsync(Course course)
    {
        var instances = course.Of(100_000, 5_000);
        var seen = await Join.MeasureAsync(instances);
        course.Readings.Mesh(_ready, seen.Ready);
        course.Readings.Mesh(_held, seen.AtReady * 100.0 / instances);
        course.Readings.Mesh(_doubts, seen.Doubted);
        course.Readings.Mesh(_fill, seen.FillRate);
    }
}
