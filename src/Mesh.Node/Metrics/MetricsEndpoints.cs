using Mesh.Node.Access;

namespace Mesh.Node.Metrics;

/// <summary>What the node counts, for Prometheus.</summary>
internal static class MetricsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", WriteAsync)
        .WithSummary("What the node counts, in the text format of Prometheus")
        .Demand(AccessAction.Read)
        .Produces<string>(200, "text/plain");

    public static async Task WriteAsync(HttpContext http, MetricStore store)
    {
        http.Response.ContentType = PrometheusText.ContentType;
        await http.Response.WriteAsync(PrometheusText.Write(store), http.RequestAborted);
    }
}
