using Mesh.Catalog;

namespace Mesh.Node.Data;

internal sealed partial class StoreService
{
    [LoggerMessage(3020, LogLevel.Error, "{Fault}")]
    private static partial void LogUnreadable(ILogger log, string fault);

    [LoggerMessage(3022, LogLevel.Information, "{Key} restored")]
    private static partial void LogRestored(ILogger log, InstanceKey key);

    [LoggerMessage(3023, LogLevel.Information, "{Count} entries and leases restored")]
    private static partial void LogKeysRestored(ILogger log, int count);

    [LoggerMessage(3024, LogLevel.Error, "What was stored could not be brought back")]
    private static partial void LogNotRestored(ILogger log, Exception trouble);

    [LoggerMessage(3025, LogLevel.Error, "{Key} is not brought back, the registry refuses it: {Faults}; it stays stored for another start")]
    private static partial void LogRefused(ILogger log, InstanceKey key, string faults);
}
