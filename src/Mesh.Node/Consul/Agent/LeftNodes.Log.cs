namespace Mesh.Node.Consul.Agent;

internal sealed partial class LeftNodes
{
    [LoggerMessage(3103, LogLevel.Information, "removed {Count} instances that {Node} had left: {Keys}")]
    private static partial void LogRemoved(ILogger log, string node, int count, string keys);

    [LoggerMessage(3104, LogLevel.Information, "{Node} was to be forced to leave, and is alive: nothing was removed")]
    private static partial void LogAlive(ILogger log, string node);
}
