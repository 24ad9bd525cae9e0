using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Whether a change costs more where there are more instances already: three nodes that hold more and more of them.</summary>
internal sealed class GrowthRow : IRow
{
    private static readonly int[] Fills = [1_000, 10_000, 100_000];
    private static readonly int[] QuickFills = [1_000, 4_000];

    private readonly Figure _exponent = new("processor time of a registration by instances, exponent", "", Goal.AtMost(0.2));
    private readonly Figure _few = new("processor time of a registration, all of three nodes, 1,000 instances", "ms", Goal.None);
    private readonly Figure _many = new("processor time of a registration, all of three nodes, 100,000 instances", "ms", Goal.None);

    public string Name => "growth";

    public string About => "what a registration costs three nodes as they fill";

    public IReadOnlyList<Figure> Figures => [_exponent, _few, _many];

    public async Task MeasureAsync(Course course)
    {
        await using var mesh = await MeshNodes.StartAsync(3);
        // Compiled and grown before anything is compared.
        await LoadTool.RunAsync("register-native", mesh.Native, ("workers", 16), ("seconds", 0.1), ("warm", course.WarmUp));
        var costs = new List<(double Instances, double Milliseconds)>();
        foreach (var instances in course.Of(Fills, QuickFills))
        {
            course.Say($"{instances} instances");
            await LoadTool.RunAsync("fill-native", mesh.Native, ("count", instances));
            // The replicas follow once the writes rest.
            await Task.Delay(TimeSpan.FromSeconds(course.Of(10, 3)), TimeProvider.System);
            var before = Proc.ProcessorTime(mesh.Pids);
            var load = await LoadTool.RunAsync("register-native", mesh.Native, ("workers", 16), ("seconds", course.Seconds), ("warm", 0));
            costs.Add((instances, (Proc.ProcessorTime(mesh.Pids) - before).TotalMilliseconds / load.Count));
        }

        course.Readings.Mesh(_exponent, Numbers.Exponent(costs));
        course.Readings.Mesh(_few, costs[0].Milliseconds);
        course.Readings.Mesh(_many, costs[^1].Milliseconds);
    }
}
