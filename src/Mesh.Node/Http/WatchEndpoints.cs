using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Http;

/// <summary>The changes of a view as server-sent events.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/mesh/v1/watch", Watch)
        .WithSummary("Changes of a service, or of all, as server-sent events; resumes from since or Last-Event-ID")
        .DemandByQuery(AccessAction.Read, "service")
        .NeedsCatalogue()
        .Produces<WatchEvent>(200, WatchStream.ContentType)
        .Produces<ApiProblem>(400, ApiAnswer.Problem)
        .Produces<ApiProblem>(429, ApiAnswer.Problem);

    private sealed class Place(WatchPlaces places) : IDisposable
    {
        public void Dispose() => places.Leave();
    }

    private static async Task Watch(
        string? service,
        string? since,
        HttpContext http,
        IMeshApi api,
        WatchPlaces places,
        TimeProvider time,
        ServingSpan serving,
        IHostApplicationLifetime lifetime)
    {
        if (!places.TryEnter())
        {
            var reason = $"the {places.Most} watches are open that Mesh:MaxWatches lets this node; ask another or try later";
            await ApiAnswer.WriteAsync(http, ApiProblems.Denied(StatusCodes.Status429TooManyRequests, reason));
            return;
        }

        using var place = new Place(places);
        using var end = serving.Link(http.RequestAborted, lifetime.ApplicationStopping);
        // A browser that reconnects repeats the URL of its first request: what it saw last is newer.
        var from = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last, ..] ? last : since;
        var watch = api.Watch(service, from, end.Token);
        if (watch.IsDone && HeadRequests.IsHead(http))
            http.Response.ContentType = WatchStream.ContentType;
        else if (watch.IsDone)
            await new WatchStream(http.Response, time).WriteAsync(watch.Value, end.Token);
        else
            await ApiAnswer.WriteAsync(http, watch.Problem);
    }
}
