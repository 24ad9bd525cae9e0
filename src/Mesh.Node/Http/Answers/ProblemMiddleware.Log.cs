namespace Mesh.Node.Http.Answers;

internal sealed partial class ProblemMiddleware
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger log, Exception fault, string method, string path);
}
