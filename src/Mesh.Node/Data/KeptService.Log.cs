using Mesh.Catalog;

namespace Mesh.Node.Data;

internal sealed partial class KeptService
{
    [LoggerMessage(3020, LogLevel.Error, "{Path}: {Fault}; that instance is not restored, the file is set aside before it is written again")]
    private static partial void LogUnreadable(ILogger log, string path, string fault);

    [LoggerMessage(3021, LogLevel.Error, "{Path}: {Fault}; kept instances are no longer stored")]
    private static partial void LogFailed(ILogger log, string path, string fault);

    [LoggerMessage(3022, LogLevel.Information, "{Key} restored")]
    private static partial void LogRestored(ILogger log, InstanceKey key);
}
