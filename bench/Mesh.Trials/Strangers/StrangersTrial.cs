using System.Globalization;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Strangers;

/// <summary>
/// What strangers make a node grow: at each port of a node with tokens a crowd without one, for as long as is asked for, and at last one
/// that has a token with a quota. Each crowd meets a fresh node. The crowds run on the same machine.
/// </summary>
internal static class StrangersTrial
{
    private const double Bound = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <returns>1: a crowd made a node grow by more than 100 MB.</returns>
    public static async Task<int> RunAsync(int seconds)
    {
        Console.WriteLine($"{"crowd",-52} {"turns",9} {"before, MB",11} {"most, MB",9} {"more, MB",9}");
        var isGood = true;
        foreach (var crowd in (Crowd[])[.. RawCrowds.All, .. DoorCrowds.All, TenantCrowd.Tenant])
        {
            await using var node = await StartAsync(crowd);
            await Task.Delay(WarmUp, TimeProvider.System);
            var before = Proc.ResidentMegabytes(node.Pid);
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            var running = crowd.RunAsync(node, end.Token);
            var most = before;
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(Look, TimeProvider.System));
                most = Math.Max(most, Proc.ResidentMegabytes(node.Pid));
            }

            var turns = await running;
            isGood &= most - before <= Bound;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{crowd.What,-52} {turns,9} {before,11:0} {most,9:0} {most - before,9:0}"));
        }

        return isGood ? 0 : 1;
    }

    private static Task<NodeProcess> StartAsync(Crowd crowd)
    {
        var settings = new Dictionary<string, string>(TenantCrowd.Settings);
        if (crowd.AsksDns)
            settings["Mesh__Access__Anonymous__0__Allow__0"] = "read";
        return NodeProcess.StartAsync(settings, ["--consul", "--etcd", "0", "--etcd-json", "0", .. crowd.AsksDns ? (string[])["--dns", "0"] : []]);
    }
}
