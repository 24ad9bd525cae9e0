namespace Mesh.Node.Bridge.Running;

internal sealed partial class BridgeLoop
{
    [LoggerMessage(3131, LogLevel.Information, "working between {Mesh} and {Foreign} as '{Bridge}' {Detail}")]
    private static partial void LogWorking(ILogger log, string mesh, string foreign, string bridge, string detail);

    [LoggerMessage(3132, LogLevel.Information, "standing by: {Reason}")]
    private static partial void LogStandBy(ILogger log, string reason);

    [LoggerMessage(3133, LogLevel.Warning, "the claim was lost: standing by")]
    private static partial void LogLost(ILogger log);

    [LoggerMessage(3134, LogLevel.Warning, "{System}: {Reason}; trying on")]
    private static partial void LogTrouble(ILogger log, string system, string reason);

    [LoggerMessage(3135, LogLevel.Information, "stopping: all copies are removed")]
    private static partial void LogStopping(ILogger log);

    [LoggerMessage(3138, LogLevel.Information, "stopping: the copies stay for the next process; those in the mesh and in etcd last 30 s")]
    private static partial void LogKept(ILogger log);

    [LoggerMessage(3144, LogLevel.Information, "asked to: both sides are read anew")]
    private static partial void LogReading(ILogger log);

    [LoggerMessage(3136, LogLevel.Error, "not all copies were removed: {Reason}; those in the mesh and in etcd lapse by themselves")]
    private static partial void LogLeft(ILogger log, string reason);

    [LoggerMessage(3137, LogLevel.Information, "state: {Report}")]
    private static partial void LogState(ILogger log, BridgeReport report);
}
