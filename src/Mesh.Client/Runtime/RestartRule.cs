using Mesh.Registry;

namespace Mesh.Client.Runtime;

/// <summary>What follows when a run ends or cannot start. Pure.</summary>
internal static class RestartRule
{
    // A run that lived this long was a good one: the next trouble starts with the shortest pause again.
    public static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(1);

    /// <summary>How long a refused node waits before it asks again.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(15);

    // Somebody else took the port that the last run was given: after these attempts any other will do.
    private const int PortAttempts = 3;

    public static (MeshState State, TimeSpan Pause) After(SessionEnd end, int failures, MeshClientOptions options) =>
        end.Kind switch
        {
            SessionEndKind.Left => (new MeshState(MeshPhase.Stopped, end.Reason), Timeout.InfiniteTimeSpan),
            SessionEndKind.Refused => (new MeshState(MeshPhase.Refused, end.Reason), Max(RefusedPause, Pause(failures, options))),
            _ => (new MeshState(MeshPhase.Restarting, end.Reason), Pause(failures, options)),
        };

    /// <summary>The pause before the next attempt; doubles with each failure in a row.</summary>
    public static TimeSpan Pause(int failures, MeshClientOptions options)
    {
        var doubled = options.RestartBackoff * Math.Pow(2, Math.Clamp(failures, 0, 30));
        return doubled < options.MaxRestartBackoff ? doubled : options.MaxRestartBackoff;
    }

    /// <summary>The port for the next run: the one asked for, else the one that the last run had.</summary>
    public static int Port(int asked, int last, int failures) =>
        asked != 0 ? asked : failures < PortAttempts ? last : 0;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
