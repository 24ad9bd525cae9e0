using System.Diagnostics;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Rounds;

/// <summary>
/// grant, put, get, delete, get by a client of etcd that lists three nodes and goes from one to the next: does an answer ever
/// contradict one before? A refusal is no contradiction; of a lease or a key that was answered for, it is.
/// </summary>
internal static class RoundsTrial
{
    private const int Parallel = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);
    private static readonly string Clients = SourceTree.PathOf("bench", "Mesh.Trials", "Rounds");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (RoundsArguments.Read(arguments) is not { } asked)
            return 2;
        var play = await PrepareAsync(asked);
        await using var nodes = await RoundsNodes.StartAsync();
        using var stop = new CancellationTokenSource();
        var restarting = asked.RestartsOne ? nodes.RestartOneAsync(asked.IsKill, stop.Token) : Task.CompletedTask;
        var began = Stopwatch.GetTimestamp();
        var tally = await play(nodes.Endpoints);
        var took = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await restarting;
        var way = !asked.RestartsOne ? "" : $", {nodes.Restarts} restarts by {(asked.IsKill ? "SIGKILL" : "SIGTERM")}";
        Console.WriteLine(
            $"{asked.Client}: {tally.Rounds} rounds over three endpoints in {took.TotalSeconds:0} s{way}: {tally.Wrong} wrong, {tally.Refused} refused");
        return tally.Wrong == 0 && (asked.RestartsOne || tally.Refused == 0) ? 0 : 1;
    }

    /// <summary>What takes long is done before the nodes start.</summary>
    private static async Task<Func<IReadOnlyList<string>, Task<RoundsTally>>> PrepareAsync(RoundsArguments asked)
    {
        switch (asked.Client)
        {
            case "go":
                var program = await BuildAsync();
                return endpoints => PlayAsync(program, [$"{asked.Rounds}", $"{Parallel}", .. endpoints]);
            case "npm":
                var folder = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "npm");
                if (!Directory.Exists(Path.Combine(folder, "node_modules")))
                    await OutputAsync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", folder], []);
                return endpoints => PlayAsync(
                    "node", [Path.Combine(Clients, "rounds.mjs"), $"{asked.Rounds}", $"{Parallel}", folder, .. endpoints]);
            default:
                return endpoints => DotnetRounds.RunAsync(asked.Rounds, Parallel, endpoints);
        }
    }

    private static async Task<string> BuildAsync()
    {
        var output = SourceTree.PathOf("bench", "Mesh.Trials", "obj", "go");
        var target = Path.Combine(output, "rounds");
        await OutputAsync(
            "go",
            ["build", "-o", target, "rounds"],
            [
                new("GO111MODULE", "off"),
                new("GOPATH", $"{Path.Combine(Clients, "go")}:/usr/share/gocode"),
                new("GOCACHE", Path.Combine(output, "cache")),
            ]);
        return target;
    }

    private static async Task<RoundsTally> PlayAsync(string program, IEnumerable<string> arguments)
    {
        var output = await OutputAsync(program, arguments, []);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Where(l => !l.StartsWith('{')))
            Console.WriteLine($"  {line}");
        return JsonSerializer.Deserialize<RoundsTally>(lines.Last(l => l.StartsWith('{')), Json)!;
    }

    private static async Task<string> OutputAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        await using var child = ChildProcess.Start(program, [.. arguments], environment);
        var exit = await child.WaitAsync(Limit);
        return exit == 0 ? child.Output : throw new InvalidOperationException($"{program} exited with {exit}:\n{child.Output}");
    }
}
