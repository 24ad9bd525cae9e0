using Mesh.Catalog;
using Microsoft.Extensions.Logging;

namespace Mesh.Client.Registration;

internal sealed partial class Registrar
{
    [LoggerMessage(2101, LogLevel.Information, "Registered {Key} at {Host}:{Port}, revision {Revision}")]
    private partial void LogRegistered(InstanceKey key, string host, int port, long revision);

    [LoggerMessage(2102, LogLevel.Error, "The registry refuses {Key}: {Faults}")]
    private partial void LogRejected(InstanceKey key, string faults);

    [LoggerMessage(2103, LogLevel.Information, "{Key} is not registered yet, tried again until it is: {Reason}")]
    private partial void LogWaiting(InstanceKey key, string reason);

    [LoggerMessage(2104, LogLevel.Information, "Drained {Key}: {Confirmed} nodes confirmed that they no longer offer it")]
    private partial void LogDrained(InstanceKey key, int confirmed);

    [LoggerMessage(2105, LogLevel.Warning, "Drained {Key}: {Confirmed} nodes confirmed, not in time {Unconfirmed}")]
    private partial void LogUnconfirmed(InstanceKey key, int confirmed, string unconfirmed);

    [LoggerMessage(2106, LogLevel.Warning, "{Key} could not be drained: {Reason}")]
    private partial void LogNotDrained(InstanceKey key, string reason);

    [LoggerMessage(2107, LogLevel.Warning, "{Key} could not be deregistered, it goes with the node: {Reason}")]
    private partial void LogNotDeregistered(InstanceKey key, string reason);
}
