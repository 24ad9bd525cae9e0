using Mesh.Palette.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace Mesh.Node.Http;

/// <summary>Whatever goes wrong outside the endpoints is answered with problem details too, never with a stack trace.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
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
            await AnswerAsync(http, fault.StatusCode, fault.Message);
            return;
        }
        catch (Exception fault)
        {
            LogFailed(log, fault, http.Request.Method, http.Request.Path);
            await AnswerAsync(http, StatusCodes.Status500InternalServerError, "the node failed to answer; see its log");
            return;
        }

        var response = http.Response;
        if (response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null)
            await AnswerAsync(http, response.StatusCode, $"{http.Request.Method} {ApiProblems.Shorten(http.Request.Path)}");
    }

    private static async Task AnswerAsync(HttpContext http, int status, string detail)
    {
        if (http.Response.HasStarted)
            return;
        await ApiAnswer.WriteAsync(http, new ApiProblem(
            status == StatusCodes.Status404NotFound ? ApiProblems.NotFound : ApiProblems.Unexpected,
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail));
    }
}
