namespace Mesh.Node.Bridge.Running;

internal sealed partial class LeaseRenewal
{
    [LoggerMessage(3121, LogLevel.Warning, "mesh: {Failed} of {All} copies were not renewed: {Reason}")]
    private static partial void LogFailed(ILogger log, int failed, int all, string reason);

    [LoggerMessage(3122, LogLevel.Information, "mesh: copies are renewed again")]
    private static partial void LogWell(ILogger log);
}
