namespace Mesh.Node.Etcd.Json;

internal sealed partial class JsonGateway
{
    [LoggerMessage(3053, LogLevel.Error, "The etcd JSON door failed to answer {Method} {Path}")]
    private static partial void LogFailed(ILogger log, Exception fault, string method, string path);
}
