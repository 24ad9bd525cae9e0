using System.Globalization;
using System.Runtime.InteropServices;
using Mesh.Testing;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Comparison;

/// <summary>What figures are worth nothing without: the machine, what ran, and how.</summary>
internal static class Surroundings
{
    private static readonly string[] Packages = ["etcd-server", "zookeeper", "serf", "redis-server", "golang-go", "wrk", "dnsperf"];

    public static async Task<IReadOnlyList<string>> FactsAsync(bool isQuick, TimeSpan took)
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var versions = await Task.WhenAll(Packages.Select(async p => $"{p} {await LineAsync("dpkg-query", "-W", "-f=${Version}", p)}"));
        return
        [
            $"{(isQuick ? "A quick run (one round, small counts: for checking that the rows work, not for its figures)" : "A full run")}, "
                + $"{took.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min, ended {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
            $"Machine: {Environment.ProcessorCount} processors ({processor ?? RuntimeInformation.ProcessArchitecture.ToString()}), "
                + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, Linux {Environment.OSVersion.Version}; {RuntimeInformation.FrameworkDescription}",
            $"Load of the machine at the end (1, 5 and 15 minutes): {string.Join(", ", (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[..3])}",
            $"Mesh: commit {await LineAsync("git", "-C", SourceTree.PathOf(), "describe", "--always", "--dirty")}",
            $"Beside it, from Debian: {string.Join(", ", versions)}",
            "Servers and load share the machine, on loopback; each figure is the median of its rounds, in which Mesh and its peer take turns",
        ];
    }

    private static async Task<string> LineAsync(string program, params string[] arguments)
    {
        try
        {
            return (await Command.OutputAsync(program, arguments)).Trim();
        }
        catch (Exception absent) when (absent is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "(none)";
        }
    }
}
