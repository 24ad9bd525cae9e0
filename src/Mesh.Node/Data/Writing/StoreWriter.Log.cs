namespace Mesh.Node.Data.Writing;

internal sealed partial class StoreWriter
{
    [LoggerMessage(3030, LogLevel.Error, "{Path}: {Reason}; nothing is stored for {Seconds} s now, all is kept in memory and tried again each second")]
    private static partial void LogFailed(ILogger log, string path, string reason, int seconds);

    [LoggerMessage(3031, LogLevel.Information, "{Path}: stored again, after {Seconds} s")]
    private static partial void LogWell(ILogger log, string path, int seconds);

    [LoggerMessage(3032, LogLevel.Error, "{Path}: {Reason}; it was set aside and is written anew")]
    private static partial void LogDamaged(ILogger log, string path, string reason);

    [LoggerMessage(3033, LogLevel.Error, "{Path}: {Reason}; the node ends with changes that are not stored")]
    private static partial void LogLost(ILogger log, string path, string reason);
}
