using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Dashboard;

/// <summary>What a node costs at one moment.</summary>
/// <param name="Memory">Resident, in bytes.</param>
internal readonly record struct NodeCost(TimeSpan Processor, long Memory, long At)
{
    public static NodeCost Of(NodeProcess node)
    {
        using var process = Process.GetProcessById(node.Pid);
        return new(process.TotalProcessorTime, process.WorkingSet64, Stopwatch.GetTimestamp());
    }

    /// <summary>Percent of a core since then.</summary>
    public double ShareSince(NodeCost before) =>
        100 * (Processor - before.Processor) / Stopwatch.GetElapsedTime(before.At, At);
}
