namespace Mesh.Node.Bridge.Running;

internal sealed partial class SideFollower
{
    [LoggerMessage(3101, LogLevel.Information, "{System}: following, {Entries} instances")]
    private static partial void LogFollowing(ILogger log, string system, int entries);

    [LoggerMessage(3102, LogLevel.Warning, "{System}: {Reason}; next attempt in {Wait} s and so on, copies stay as they are")]
    private static partial void LogDown(ILogger log, string system, string reason, double wait);
}
