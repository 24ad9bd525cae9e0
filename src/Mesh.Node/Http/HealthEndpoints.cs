using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Data.Writing;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Mapping;
using Mesh.Views;

namespace Mesh.Node.Http;

/// <summary>
/// Liveness: the process answers. Readiness: joined once and in possession of every bucket; trouble of peers does not
/// make a node unready.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Live).WithSummary("200 as long as the process answers").Public().Produces<Readiness>();
        routes.MapGet("/readyz", Ready)
            .WithSummary("200 when the node is a member and holds the whole catalogue; else 503 with the reason")
            .Public()
            .Produces<Readiness>()
            .Produces<Readiness>(503);
    }

    private static async Task Live(HttpContext http, IMeshClient client) =>
        await WriteAsync(http, client.State, [], StatusCodes.Status200OK);

    private static async Task Ready(HttpContext http, IMeshClient client)
    {
        // A disk in trouble does not make a node unready: it serves, and what it holds is in memory.
        var store = http.RequestServices.GetService<StoreStatus>()?.Detail ?? "";
        var certificate = CertificateNotice.Of(http.RequestServices);
        var state = client.State;
        var status = state.Phase is MeshPhase.Ready
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        await WriteAsync(http, state, [store, certificate], status);
    }

    private static Task WriteAsync(HttpContext http, MeshState state, IEnumerable<string> more, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ApiAnswer.WriteAsync(
            http,
            new Readiness(state.Phase is MeshPhase.Ready, EnumText.Of(state.Phase), string.Join("; ", more.Where(m => m.Length > 0).Prepend(state.Detail))),
            NativeJson.Default.Readiness,
            status,
            ApiAnswer.Json);
    }
}
