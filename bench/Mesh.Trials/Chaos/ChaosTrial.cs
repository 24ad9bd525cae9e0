using Mesh.Testing.Chaos;

namespace Mesh.Trials.Chaos;

/// <summary>Bad days on purpose: five nodes in network namespaces, clients at every door, and a model that judges.</summary>
internal static class ChaosTrial
{
    private const int Nodes = 5;

    /// <param name="arguments">As <see cref="ChaosArguments"/> reads them.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (ChaosArguments.Read(arguments) is not { } asked)
            return 2;
        var scenarios = ChaosSet.All.Append(MixedVersionsDay.Scenario).Append(StarvedHostDay.Scenario).Where(s => asked.IsLong || s.IsShort)
            .Where(s => asked.Only is null || s.Name.Contains(asked.Only, StringComparison.OrdinalIgnoreCase)).ToArray();
        var report = new ChaosReport();
        for (var n = 0; n < asked.Runs; n++)
            await RunAsync(scenarios, asked.Seed + n, asked.IsSecured, report);
        if (asked.Out is { } file)
            await File.WriteAllTextAsync(file, report.Page);
        return report.IsGood ? 0 : 1;
    }

    private static async Task RunAsync(ChaosScenario[] scenarios, int seed, bool isSecured, ChaosReport report)
    {
        Console.WriteLine($"seed {seed}, {scenarios.Length} bad days of {Nodes} nodes{(isSecured ? " with TLS, signatures and tokens" : "")}");
        await using var fleet = await ChaosFleet.StartAsync(Nodes, ChaosRun.Seeds, (ulong)seed, isSecured);
        var (run, figures) = await ChaosRun.RunAsync(fleet, scenarios, seed, words => Console.WriteLine($"  {words}"));
        Console.WriteLine(report.Add(isSecured ? $"{seed}, with TLS, signatures and tokens" : $"{seed}", figures, run.Recorder.Refusals));
        if (report.IsGood)
            return;
        var logs = Directory.CreateTempSubdirectory("mesh-chaos-logs-");
        foreach (var node in fleet.Nodes)
            await File.WriteAllTextAsync(Path.Combine(logs.FullName, $"{node.Site}.log"), node.Output);
        Console.WriteLine($"what the nodes printed is in {logs.FullName}");
    }
}
