using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>From kill -9 of one of three nodes until callers of the others are not offered its instances any more.</summary>
internal sealed class CrashRow : IRow
{
    private const string Peer = "Serf, three agents, until failed";

    private readonly Figure _p50 = new("kill -9 of a node until out of rotation, p50", "ms", Goal.AtMost(100), Peer);
    private readonly Figure _p99 = new("kill -9 of a node until out of rotation, p99", "ms", Goal.None, Peer);
    private readonly Figure _removed = new("kill -9 of a node until out of the registry, p50", "ms", Goal.None);

    public string Name => "crash";

    public string About => "kill -9 of a node until its instances are out of rotation, beside Serf's failure detection";

    public IReadOnlyList<Figure> Figures => [_p50, _p99, _removed];

    public async Task MeasureAsync(Course course)
    {
        var (dropped, removed) = await Crash.MeasureAsync(course.Of(10, 2));
        course.Readings.Mesh(_p50, At(dropped, 0.5));
        course.Readings.Mesh(_p99, At(dropped, 0.99));
        course.Readings.Mesh(_removed, At(removed, 0.5));
        var failed = new List<TimeSpan>();
        for (var trial = 0; trial < course.Of(4, 1); trial++)
        {
            course.Say($"kill {trial + 1} of a Serf agent");
            await using var agents = await SerfAgents.StartAsync(3);
            failed.AddRange(await agents.KillLastAsync());
        }

        course.Readings.Peer(_p50, At(failed, 0.5));
        course.Readings.Peer(_p99, At(failed, 0.99));
    }

    private static double At(IEnumerable<TimeSpan> times, double part) => Numbers.Percentile(times.Select(t => t.TotalMilliseconds), part);
}
