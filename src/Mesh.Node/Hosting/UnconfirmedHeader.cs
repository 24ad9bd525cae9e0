using Mesh.Client.Local;

namespace Mesh.Node.Hosting;

/// <summary>
/// Names, in each answer to a write at any door, the members that had not said that they hold it: a client that goes on
/// to one of them may not see it there yet. Over gRPC the header is metadata of the response.
/// </summary>
internal static class UnconfirmedHeader
{
    public const string Name = "mesh-unconfirmed";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var missing = MissingMembers.Follow();
        http.Response.OnStarting(() =>
        {
            if (missing.Members is { Count: > 0 } members)
                http.Response.Headers[Name] = string.Join(", ", members);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
