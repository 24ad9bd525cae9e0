using Mesh.Testing.Chaos;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Chaos;

/// <summary>
/// An upgrade, and the way back: the nodes become older and newer ones by turns, one after the other under load, and then of this
/// build again. There is one wire version so far; the others are of this build, but for what they write and read.
/// </summary>
internal static class MixedVersionsDay
{
    private const double Pause = 3;

    public static ChaosScenario Scenario { get; } = new("rolling restart to other wire forms, mixed, and back", ActAsync);

    private static string Program { get; } = Path.Combine(
        NodeBinary.Root, "bench", "Mesh.VersionNode", "bin", "Release", "net10.0", "Mesh.VersionNode");

    private static async Task ActAsync(ChaosRun run)
    {
        var present = run.Nodes[0].Program;
        foreach (var node in run.Nodes)
            await RestartAsync(run, node, [Program, node.Number % 2 == 0 ? "older" : "newer"]);
        foreach (var node in run.Nodes)
            await RestartAsync(run, node, present);
    }

    private static async Task RestartAsync(ChaosRun run, ChaosNode node, IReadOnlyList<string> program)
    {
        await run.EndAsync([node], isKill: false);
        node.Program = program;
        await run.StartAsync([node]);
        await run.WaitAsync(Pause);
    }
}
