using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;
using Mesh.Trials.Consul;

namespace Mesh.Trials.Rows;

/// <summary>20,000 blocking queries that wait at the Consul door of one node.</summary>
internal sealed class ParkedRow : IRow
{
    private readonly Figure _memory = new("20,000 parked queries: resident memory", "MB", Goal.AtMost(200));
    private readonly Figure _woken = new("a change until the parked queries of its service are answered, p99", "ms", Goal.AtMost(200));

    public string Name => "parked";

    public string About => "20,000 blocking queries that wait at the Consul door";

    public IReadOnlyList<Figure> Figures => [_memory, _woken];

    public async Task MeasureAsync(Course course)
    {
        // As many sockets here as there; where the system lets a process have fewer, what fewer cost is scaled.
        var count = Math.Min(course.Of(20_000, 2_000), Proc.MostOpenFiles() - 1_000);
        course.Say($"{count} queries");
        await using var node = await NodeProcess.StartAsync("--consul");
        await ConsulLoad.FillAsync(node.Http);
        var (bytes, answered) = await ParkedQueries.MeasureAsync(node.Http, node.Pid, count);
        course.Readings.Mesh(_memory, bytes / 1e6 * 20_000 / count);
        course.Readings.Mesh(_woken, Numbers.Percentile(answered.Select(t => t.TotalMilliseconds), 0.99));
    }
}
