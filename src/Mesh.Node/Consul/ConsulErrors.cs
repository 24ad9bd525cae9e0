using Mesh.Node.Consul.Answers;
using Mesh.Node.Http.Answers;
using Microsoft.AspNetCore.WebUtilities;

namespace Mesh.Node.Consul;

/// <summary>
/// Faults under /v1/: a line of text, as of Consul. Every reply there has the header that every reply of Consul has.
/// </summary>
internal sealed partial class ConsulErrors(RequestDelegate next, ILogger<ConsulErrors> log) : FaultMiddleware(next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
            return Next(http);
        // Not before there is a reply: a query that waits would keep the table of headers.
        http.Response.OnStarting(WriteAlwaysAsync, http.Response);
        return ServeAsync(http);
    }

    protected override string TextOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "Invalid URL path: not a recognized HTTP API endpoint",
        StatusCodes.Status405MethodNotAllowed => $"method {http.Request.Method} not allowed",
        var status => ReasonPhrases.GetReasonPhrase(status),
    };

    protected override Task WriteAsync(HttpContext http, int status, string text)
    {
        if (status == StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(http.Request.Method))
            return TellMethodsAsync(http.Response);
        return ConsulReply.WriteAsync(http, new ConsulFault(status, text));
    }

    /// <summary>What may be asked of the path, as Consul tells it; routing has found out.</summary>
    private static Task TellMethodsAsync(HttpResponse response)
    {
        var methods = response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        response.StatusCode = StatusCodes.Status200OK;
        response.Headers.Allow = string.Join(',', [HttpMethods.Options, .. methods]);
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    protected override void OnFault(Exception fault, HttpRequest request) => LogFailed(log, fault, request.Method, request.Path);

    private static Task WriteAlwaysAsync(object response)
    {
        ConsulHeaders.WriteAlways(((HttpResponse)response).Headers);
        return Task.CompletedTask;
    }
}
