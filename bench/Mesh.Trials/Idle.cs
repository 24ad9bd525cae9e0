using Mesh.Testing.Load;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// Three loaded nodes at rest for ten seconds: whole states that they read from each other (there must be none: equal
/// states have equal digests), and what the rest costs.
/// </summary>
internal static class Idle
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int instances)
    {
        await using var trio = await Trio.StartAsync();
        await Bulk.RegisterAsync(trio.Apis, instances);
        foreach (var api in trio.Apis)
            await NodeApi.UntilAsync(async () => await Bulk.CountAsync(api) == instances, TimeSpan.FromMinutes(2), "all instances in each view");
        // What the writes left behind in the replicator is carried for some seconds more.
        await Task.Delay(Rest, TimeProvider.System);
        var before = await StatesAsync(trio);
        await Task.Delay(Rest, TimeProvider.System);
        var after = await StatesAsync(trio);
        for (var i = 0; i < before.Length; i++)
        {
            Console.WriteLine(
                $"node {i} with {instances} instances, {Rest.TotalSeconds:0} s at rest: {after[i].States - before[i].States} states read, "
                + $"{(after[i].Cpu - before[i].Cpu).TotalSeconds / Rest.TotalSeconds * 100:0.0} % of a core, {after[i].Memory / 1_000_000} MB resident");
        }

        return before.Zip(after).All(p => p.First.States == p.Second.States) ? 0 : 1;
    }

    private static async Task<(double States, TimeSpan Cpu, long Memory)[]> StatesAsync(Trio trio)
    {
        var figures = new List<(double, TimeSpan, long)>();
        for (var i = 0; i < trio.Apis.Length; i++)
        {
            using var process = System.Diagnostics.Process.GetProcessById(trio.Nodes[i].Pid);
            figures.Add((
                await trio.Apis[i].MetricAsync("mesh_wire_received_total", "manifest=\"rb1\""),
                process.TotalProcessorTime,
                process.WorkingSet64));
        }

        return [.. figures];
    }
}
