namespace Mesh.Node.Bridge.Running;

internal sealed partial class CopyDirection
{
    [LoggerMessage(3111, LogLevel.Information, "{Name}: {Puts} written, {Deletes} removed, {Failed} failed")]
    private static partial void LogWrites(ILogger log, string name, int puts, int deletes, int failed);

    [LoggerMessage(3112, LogLevel.Warning, "{Name}: {Key} was not written: {Reason}")]
    private static partial void LogFailure(ILogger log, string name, string key, string reason);

    [LoggerMessage(3113, LogLevel.Error, "{Name}: {Held} removals held back: {Reason}")]
    private static partial void LogHeld(ILogger log, string name, int held, string reason);

    [LoggerMessage(3114, LogLevel.Information, "{Name}: no removals held back any more")]
    private static partial void LogReleased(ILogger log, string name);

    [LoggerMessage(3115, LogLevel.Warning, "{Name}: {Address} is registered in both systems; each shows its own")]
    private static partial void LogConflict(ILogger log, string name, string address);

    [LoggerMessage(3116, LogLevel.Warning, "{Name}: not copied: {Reason}")]
    private static partial void LogUnfit(ILogger log, string name, string reason);
}
