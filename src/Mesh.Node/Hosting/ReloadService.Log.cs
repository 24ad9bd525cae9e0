namespace Mesh.Node.Hosting;

internal sealed partial class ReloadService
{
    [LoggerMessage(3_210, LogLevel.Information, "The tokens are read anew: {Reason}")]
    private static partial void LogTaken(ILogger log, string reason);

    [LoggerMessage(3_211, LogLevel.Warning, "The tokens of before count on: {Reason}")]
    private static partial void LogTokens(ILogger log, string reason);

    [LoggerMessage(3_212, LogLevel.Warning, "The certificates of before are used on: {Reason}")]
    private static partial void LogCertificates(ILogger log, string reason);
}
