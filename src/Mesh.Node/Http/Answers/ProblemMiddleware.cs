using Mesh.Catalog;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace Mesh.Node.Http.Answers;

/// <summary>Faults of the native API: problem details.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log) : FaultMiddleware(next)
{
    public Task InvokeAsync(HttpContext http) => ServeAsync(http);

    protected override string TextOf(HttpContext http) => $"{http.Request.Method} {ShortText.Of(http.Request.Path)}";

    protected override Task WriteAsync(HttpContext http, int status, string text) => ApiAnswer.WriteAsync(http, new ApiProblem(
        status == StatusCodes.Status404NotFound ? ApiProblems.NotFound : ApiProblems.Unexpected,
        ReasonPhrases.GetReasonPhrase(status),
        status,
        text));

    protected override void OnFault(Exception fault, HttpRequest request) => LogFailed(log, fault, request.Method, request.Path);
}
