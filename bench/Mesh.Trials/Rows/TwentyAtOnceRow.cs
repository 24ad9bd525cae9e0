using System.Diagnostics;
using System.Globalization;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>Twenty nodes that are started at once, and know of each other by the first two's addresses.</summary>
internal sealed class TwentyAtOnceRow : IRow
{
    private const int Nodes = 20;

    private static readonly TimeSpan JoinLimit = TimeSpan.FromMinutes(3);

    private readonly Figure _beyond = new("20 nodes at once: all ready and known to all, beyond their own processor time", "s", Goal.AtMost(15));
    private readonly Figure _took = new("20 nodes at once: all ready and known to all", "s", Goal.None);
    private readonly Figure _processor = new("20 nodes at once: processor time of one until then", "s", Goal.None);

    public string Name => "join";

    public string About => "20 nodes started at once until all are ready and know each other";

    public IReadOnlyList<Figure> Figures => [_beyond, _took, _processor];

    public async Task MeasureAsync(Course course)
    {
        for (var round = 0; round < course.Of(2, 1); round++)
        {
            course.Say($"round {round + 1}");
            var nodes = new List<NodeProcess>();
            try
            {
                var (took, processor) = await JoinAsync(nodes);
                course.Readings.Mesh(_took, took.TotalSeconds);
                course.Readings.Mesh(_processor, processor.TotalSeconds / Nodes);
                course.Readings.Mesh(_beyond, Math.Max(0, (took - (processor / Environment.ProcessorCount)).TotalSeconds));
            }
            finally
            {
                foreach (var node in nodes)
                    await node.DisposeAsync();
            }
        }
    }

    private static async Task<(TimeSpan Took, TimeSpan Processor)> JoinAsync(List<NodeProcess> nodes)
    {
        int[] seeds = [FreePorts.Take(), FreePorts.Take()];
        string[] known = [.. seeds.SelectMany(p => (string[])["--seed", $"127.0.0.1:{p}"])];
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < Nodes; n++)
            nodes.Add(NodeProcess.Launch([.. known, .. n < seeds.Length ? (string[])["--port", seeds[n].ToString(CultureInfo.InvariantCulture)] : []]));
        foreach (var node in nodes)
        {
            await node.WaitReadyAsync();
            using var api = new NodeApi(node.Http);
            await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == Nodes, JoinLimit, $"{Nodes} members up");
        }

        return (Stopwatch.GetElapsedTime(began), Proc.ProcessorTime(nodes.Select(n => n.Pid)));
    }
}
