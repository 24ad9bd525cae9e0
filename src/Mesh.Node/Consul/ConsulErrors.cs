using Microsoft.AspNetCore.WebUtilities;

namespace Mesh.Node.Consul;

/// <summary>
/// For paths under /v1/: whatever goes wrong outside the endpoints is answered as Consul does, with a line of text, and
/// every reply has the header that every reply of Consul has.
/// </summary>
internal sealed partial class ConsulErrors(RequestDelegate next, ILogger<ConsulErrors> log)
{
    public Task InvokeAsync(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? ServeAsync(http) : next(http);

    private async Task ServeAsync(HttpContext http)
    {
        // Not before there is a reply: a query that waits would keep the table of headers.
        http.Response.OnStarting(WriteAlwaysAsync, http.Response);
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
        // An answer with an index has no body because there is nothing, not because something went wrong.
        if (response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null)
            await FailAsync(http, response.StatusCode, TextOf(http));
    }

    private static Task WriteAlwaysAsync(object response)
    {
        ConsulHeaders.WriteAlways(((HttpResponse)response).Headers);
        return Task.CompletedTask;
    }

    private static string TextOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "Invalid URL path: not a recognized HTTP API endpoint",
        StatusCodes.Status405MethodNotAllowed => $"method {http.Request.Method} not allowed",
        var status => ReasonPhrases.GetReasonPhrase(status),
    };

    private static Task FailAsync(HttpContext http, int status, string text) => http.Response.HasStarted
        ? Task.CompletedTask
        : ConsulReply.WriteAsync(http, new ConsulFault(status, text));
}
