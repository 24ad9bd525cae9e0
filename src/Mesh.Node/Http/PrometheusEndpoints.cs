using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.Mvc;

namespace Mesh.Node.Http;

/// <summary>What Prometheus is to scrape, for its http_sd_configs.</summary>
internal static class PrometheusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/mesh/v1/prometheus/targets", Targets)
        .DemandByQuery(AccessAction.Read, "service")
        .NeedsCatalogue()
        .WithSummary("The instances as scrape targets with labels, for http_sd_configs of Prometheus")
        .WithDescription(
            "Filters: service, tag and meta=KEY=VALUE (repeatable, all must hold), zone, status. "
            + "port names the port to scrape; without it the main one is.")
        .Produces<IReadOnlyList<ScrapeTarget>>()
        .Produces<ApiProblem>(400, ApiAnswer.Problem);

    private static Task Targets(
        string? service,
        [FromQuery] string[]? tag,
        string? zone,
        [FromQuery] string[]? meta,
        string? status,
        string? port,
        HttpContext http,
        IMeshClient client)
    {
        var query = new TargetQuery
        {
            Service = service,
            Tags = tag ?? [],
            Zone = zone,
            Meta = meta ?? [],
            Status = status,
            Port = port,
        };
        var faults = new List<InvalidField>();
        var targets = TargetMapping.ToTargets(client.Snapshot, query, faults);
        return faults.Count > 0
            ? ApiAnswer.WriteAsync(http, ApiProblems.Invalid(faults))
            : ApiAnswer.WriteAsync(http, targets, NativeJson.Default.IReadOnlyListScrapeTarget, 200, ApiAnswer.Json);
    }
}
