namespace Mesh.Node.Data;

internal sealed partial class KeyService
{
    [LoggerMessage(3025, LogLevel.Error, "{Path}: {Fault}; that entry is not restored, the file is set aside before it is written again")]
    private static partial void LogUnreadable(ILogger log, string path, string fault);

    [LoggerMessage(3026, LogLevel.Error, "{Path}: {Fault}; entries are no longer stored")]
    private static partial void LogFailed(ILogger log, string path, string fault);
}
