using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Palette.Api;

namespace Mesh.Node.Http.Answers;

/// <summary>Writes replies: the value as JSON or the problem as problem details.</summary>
internal static class ApiAnswer
{
    public const string Json = "application/json";
    /// <summary>Bodies are taken as JSON whatever they are called, for curl calls them forms.</summary>
    public const string Any = "*/*";
    public const string Problem = "application/problem+json";

    public static Task WriteAsync<T>(HttpContext http, ApiReply<T> reply, JsonTypeInfo<T> type, int status = 200)
        where T : class =>
        reply.IsDone ? WriteAsync(http, reply.Value, type, status, Json) : WriteAsync(http, reply.Problem);

    public static Task WriteAsync(HttpContext http, ApiProblem problem)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        return WriteAsync(http, problem, ApiJson.Wire.ApiProblem, problem.Status, Problem);
    }

    public static async Task WriteAsync<T>(
        HttpContext http, T value, JsonTypeInfo<T> type, int status, string contentType)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
