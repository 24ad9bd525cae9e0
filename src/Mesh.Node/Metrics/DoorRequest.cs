using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Metrics;

/// <summary>Which door a request over HTTP is for, whether it waits by its nature, and how it ended.</summary>
internal static class DoorRequest
{
    /// <summary>Of the codes of gRPC those that are the server's fault: UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS.</summary>
    private static readonly int[] ServerCodes = [2, 4, 13, 14, 15];

    /// <summary>Before all others: what they refuse is counted too.</summary>
    public static async Task InvokeAsync(HttpContext http, RequestDelegate next, DoorFigures figures, TimeProvider time)
    {
        var began = time.GetTimestamp();
        try
        {
            await next(http);
        }
        catch
        {
            Record(http, figures, time.GetElapsedTime(began), isBroken: true);
            throw;
        }

        Record(http, figures, time.GetElapsedTime(began), isBroken: false);
    }

    public static DoorName DoorOf(PathString path) =>
        path.StartsWithSegments("/v1") ? DoorName.Consul
        : path.StartsWithSegments("/v3") ? DoorName.EtcdJson
        : path.Value?.StartsWith("/etcdserverpb.", StringComparison.Ordinal) is true ? DoorName.Etcd
        : DoorName.Native;

    public static bool Waits(HttpRequest request, DoorName door)
    {
        var path = request.Path.Value ?? "";
        return door switch
        {
            DoorName.Consul => HasIndex(request.QueryString),
            DoorName.Etcd => path.EndsWith("/Watch", StringComparison.Ordinal) || path.EndsWith("/LeaseKeepAlive", StringComparison.Ordinal),
            DoorName.EtcdJson => path is "/v3/watch" or "/v3/lease/keepalive",
            // A drain waits until all nodes have confirmed it; a page of the dashboard is open as long as somebody looks at it.
            _ => path.StartsWith("/ui/_blazor", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/watch", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/drain", StringComparison.OrdinalIgnoreCase),
        };
    }

    public static DoorOutcome OutcomeOf(int status, int? grpc, bool isAborted) =>
        isAborted ? DoorOutcome.Aborted
        : status >= 500 || (grpc is { } code && ServerCodes.Contains(code)) ? DoorOutcome.Failed
        : status >= 400 || grpc > 0 ? DoorOutcome.Refused
        : DoorOutcome.Ok;

    private static void Record(HttpContext http, DoorFigures figures, TimeSpan took, bool isBroken)
    {
        var door = DoorOf(http.Request.Path);
        if (Waits(http.Request, door))
        {
            figures.Waited(door);
            return;
        }

        var isAborted = http.RequestAborted.IsCancellationRequested;
        figures.Record(
            door,
            isBroken && !isAborted ? DoorOutcome.Failed
                : OutcomeOf(http.Response.StatusCode, door is DoorName.Etcd ? GrpcStatus(http) : null, isAborted),
            took);
    }

    private static bool HasIndex(QueryString query)
    {
        var text = query.Value ?? "";
        var at = text.IndexOf("index=", StringComparison.Ordinal);
        return at > 0 && text[at - 1] is '?' or '&';
    }

    private static int? GrpcStatus(HttpContext http)
    {
        const string name = "grpc-status";
        if (!http.Response.Headers.TryGetValue(name, out var text)
            && http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers.TryGetValue(name, out text) is not true)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
    }
}
