using Microsoft.Extensions.Logging;

namespace Mesh.Client.Registration;

internal sealed partial class MeshLifecycle
{
    [LoggerMessage(2201, LogLevel.Warning, "Mesh:Insecure is set and the node listens on {Host}: links between nodes are neither encrypted nor authenticated")]
    private partial void LogInsecure(string host);

    [LoggerMessage(2202, LogLevel.Error, "Cannot register {Service}: {Fault}")]
    private partial void LogIncomplete(string service, string fault);

    [LoggerMessage(2203, LogLevel.Warning, "Stopping without a full drain")]
    private partial void LogStopFailed(Exception trouble);

    [LoggerMessage(2208, LogLevel.Information, "The other nodes call this one by {Host}")]
    private partial void LogTold(string host);

    [LoggerMessage(2209, LogLevel.Warning, "{Notice}")]
    private partial void LogToldLoopback(string notice);

    [LoggerMessage(2206, LogLevel.Warning, "The mesh node is not ready after {Limit}, the host starts without it: {Phase} ({Detail})")]
    private partial void LogNotReady(string limit, string phase, string detail);

    [LoggerMessage(2207, LogLevel.Debug, "{Service} is not registered: the application's server listens nowhere")]
    private partial void LogNoServer(string service);

    [LoggerMessage(2204, LogLevel.Error, "Registering or reporting health failed")]
    private partial void LogWorkFailed(Exception trouble);
}
