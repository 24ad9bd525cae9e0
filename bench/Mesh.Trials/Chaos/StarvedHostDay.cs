using Mesh.Testing.Chaos;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Chaos;

/// <summary>A bad day of a program that embeds a node: it is not taken for dead, and offered again when it is over.</summary>
internal static class StarvedHostDay
{
    private const int Host = 9;
    private const int Turns = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static ChaosScenario Scenario { get; } = new("thread pool of an embedding program starved for 20 s", ActAsync);

    private static async Task ActAsync(ChaosRun run)
    {
        var site = run.Nodes[^1].Site;
        await using var program = new StarvedProgram(
            $"{run.Network.AddressOf(site, Host)}", $"{run.Nodes[0].Ip}:4053", "ip", "netns", "exec", run.Network.NamespaceOf(site));
        await run.OfferedAsync(StarvedProgram.Service, [StarvedProgram.Port], Limit);
        await program.StarveAsync();
        try
        {
            var missing = new HashSet<string>();
            for (var turn = 0; turn < Turns; turn++)
            {
                await run.WaitAsync(0.2);
                await LookAsync(run, missing);
            }
        }
        finally
        {
            program.Recover();
        }

        await run.OfferedAsync(StarvedProgram.Service, [StarvedProgram.Port], Limit);
        if (await program.Process.TerminateAsync(Limit) is not 0 and var code)
            run.Recorder.Refuse($"the starved program exited with {code}; it printed:\n{program.Process.Output}");
        await run.OfferedAsync(StarvedProgram.Service, [], Limit);
    }

    /// <param name="missing">The nodes that were told of already.</param>
    private static async Task LookAsync(ChaosRun run, HashSet<string> missing)
    {
        foreach (var node in run.Nodes)
        {
            if (await run.ListAsync(node, StarvedProgram.Service) is { Listed.IsEmpty: true } && missing.Add(node.Site))
                run.Recorder.Refuse($"{node.Site} does not list the starved program any more");
        }
    }
}
