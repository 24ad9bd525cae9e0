using System.Diagnostics;
using System.Globalization;

namespace Mesh.Trials.Comparison;

/// <summary>What the system knows of a running process.</summary>
internal static class Proc
{
    private const string Sent = "/proc/net/dev";

    /// <summary>MB, shared pages of its program and libraries included.</summary>
    public static double ResidentMegabytes(int pid) => Status(pid, "VmRSS:") * 1_024.0 / 1e6;

    public static double Threads(int pid) => Status(pid, "Threads:");

    public static TimeSpan ProcessorTime(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    public static TimeSpan ProcessorTime(IEnumerable<int> pids) =>
        pids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessorTime(pid));

    /// <summary>Everything that went over loopback so far, headers included, of whichever process.</summary>
    public static double LoopbackBytes()
    {
        var line = File.ReadLines(Sent).Single(l => l.TrimStart().StartsWith("lo:", StringComparison.Ordinal));
        return double.Parse(line[(line.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }

    /// <summary>How many files and sockets this process, and one that it starts, may have open.</summary>
    public static int MostOpenFiles()
    {
        var limits = File.ReadLines("/proc/self/limits").Single(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        // Soft, then hard: the runtime takes the hard one for its own.
        return int.TryParse(limits.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture, out var most) ? most : int.MaxValue;
    }

    private static double Status(int pid, string field) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(l => l.StartsWith(field, StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
