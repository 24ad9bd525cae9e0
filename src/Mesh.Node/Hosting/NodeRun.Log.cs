namespace Mesh.Node.Hosting;

internal static partial class NodeRun
{
    [LoggerMessage(3010, LogLevel.Information, "{Phase}: {Detail}")]
    private static partial void LogState(ILogger log, string phase, string detail);
}
