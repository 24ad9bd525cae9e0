using Mesh.Views;

namespace Mesh.Client.Runtime;

/// <summary>What follows when a run ends or cannot start. Pure.</summary>
internal static class RestartRule
{
    // A run that lived this long was a good one: the next trouble starts with the shortest pause again.
    public static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(1);

    // Somebody else took the port that the last run was given: after these attempts any other will do.
    private const int PortAttempts = 3;

    public static (MeshState State, TimeSpan Pause) After(SessionEnd end, int failures, MeshClientOptions options) =>
        end.Kind switch
        {
            SessionEndKind.Left => (new MeshState(MeshPhase.Stopped, end.Reason), Timeout.InfiniteTimeSpan),
            _ => (new MeshState(MeshPhase.Restarting, end.Reason), Pause(failures, options)),
        };

    /// <summary>The pause before the next attempt: none after a good run, then doubled with each failure in a row.</summary>
    public static TimeSpan Pause(int failures, MeshClientOptions options)
    {
        if (failures == 0)
            return TimeSpan.Zero;
        var doubled = options.RestartBackoff * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return doubled < options.MaxRestartBackoff ? doubled : options.MaxRestartBackoff;
    }

    /// <summary>The port for the next run: the one asked for, else the one that the last run had.</summary>
    public static int Port(int asked, int last, int failures) =>
        asked != 0 ? asked : failures < PortAttempts ? last : 0;
}
