using System.Diagnostics;

namespace Mesh.Trials.Bridge;

/// <summary>How long many things take to arrive.</summary>
internal static class Arrival
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>From the first that is counted to the last.</summary>
    public static async Task<TimeSpan> OfAsync(Func<Task<int>> count, int all)
    {
        long? first = null;
        while (true)
        {
            var there = await count();
            if (there > 0)
                first ??= Stopwatch.GetTimestamp();
            if (there >= all)
                return Stopwatch.GetElapsedTime(first!.Value);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
