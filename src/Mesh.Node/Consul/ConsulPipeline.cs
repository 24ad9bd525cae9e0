using Mesh.Node.Consul.Health;

namespace Mesh.Node.Consul;

/// <summary>
/// What stands before everything else for paths under /v1/: the short way for the commonest question, Consul's form of
/// errors, and the header that all replies have.
/// </summary>
internal sealed partial class ConsulPipeline(
    RequestDelegate next, FastHealth fast, ILogger<ConsulPipeline> log)
{
    private const string Prefix = "/v1/";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.Value is not { } path || !path.StartsWith(Prefix, StringComparison.Ordinal))
            return next(http);
        return fast.TryAnswer(http, path) ?? ServeAsync(http);
    }

    private async Task ServeAsync(HttpContext http)
    {
        ConsulHeaders.WriteAlways(http.Response.Headers);
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException fault)
        {
            await FailAsync(http, fault.StatusCode, fault.Message);
            return;
        }
        catch (Exception fault)
        {
            LogFailed(log, fault, http.Request.Method, http.Request.Path);
            await FailAsync(http, StatusCodes.Status500InternalServerError, "the node failed to answer; see its log");
            return;
        }

        var response = http.Response;
        if (response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null)
            await FailAsync(http, response.StatusCode, TextOf(http));
    }

    private static string TextOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "Invalid URL path: not a recognized HTTP API endpoint",
        StatusCodes.Status405MethodNotAllowed => $"method {http.Request.Method} not allowed",
        var status => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
    };

    private static Task FailAsync(HttpContext http, int status, string text) => http.Response.HasStarted
        ? Task.CompletedTask
        : ConsulReply.WriteAsync(http, new ConsulFault(status, text));
}
