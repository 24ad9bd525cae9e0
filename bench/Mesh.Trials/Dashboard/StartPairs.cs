using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Dashboard;

/// <summary>
/// What a node costs with the dashboard and without it, when nobody looks: in turns, so that both meet the same machine. Told, not
/// bounded: whether a difference is noise is seen from the spread.
/// </summary>
internal static class StartPairs
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(int pairs, TimeSpan rest)
    {
        var (with, without) = (new List<(double Start, double Memory, double Idle)>(), new List<(double Start, double Memory, double Idle)>());
        for (var i = 0; i < pairs; i++)
        {
            foreach (var isOn in i % 2 == 0 ? [true, false] : new[] { false, true })
                (isOn ? with : without).Add(await MeasureAsync(isOn, rest));
        }

        Print("start to ready, ms", [.. with.Select(f => f.Start)], [.. without.Select(f => f.Start)]);
        Print("resident memory at rest, MB", [.. with.Select(f => f.Memory)], [.. without.Select(f => f.Memory)]);
        Print("processor at rest, % of a core", [.. with.Select(f => f.Idle)], [.. without.Select(f => f.Idle)]);
    }

    private static async Task<(double Start, double Memory, double Idle)> MeasureAsync(bool isOn, TimeSpan rest)
    {
        var began = Stopwatch.GetTimestamp();
        await using var node = await NodeProcess.StartAsync($"--dashboard={(isOn ? "true" : "false")}");
        var start = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await Task.Delay(Settling, TimeProvider.System);
        var before = NodeCost.Of(node);
        await Task.Delay(rest, TimeProvider.System);
        var after = NodeCost.Of(node);
        return (start, after.Memory / 1e6, after.ShareSince(before));
    }

    private static void Print(string what, double[] with, double[] without) => DashboardBounds.Print(
        $"no page open: {what}",
        FormattableString.Invariant(
            $"with {Middle(with):0.0} ({with.Min():0.0} to {with.Max():0.0}), without {Middle(without):0.0} ({without.Min():0.0} to {without.Max():0.0}), of {with.Length} each in turns"));

    private static double Middle(double[] values) => DashboardBounds.At(values, 0.5);
}
