namespace Mesh.Node.Consul;

internal sealed partial class ConsulErrors
{
    [LoggerMessage(3100, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger log, Exception fault, string method, string path);
}
