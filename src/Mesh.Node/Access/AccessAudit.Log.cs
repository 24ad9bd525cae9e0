namespace Mesh.Node.Access;

internal sealed partial class AccessAudit
{
    [LoggerMessage(3_200, LogLevel.Warning, "{Entry}")]
    private static partial void LogRefused(ILogger log, string entry);

    [LoggerMessage(3_201, LogLevel.Debug, "{Entry}")]
    private static partial void LogAllowed(ILogger log, string entry);

    [LoggerMessage(3_202, LogLevel.Error, "{File} cannot be written, lines of the audit are lost: {Reason}")]
    private static partial void LogTrouble(ILogger log, string file, string reason);
}
