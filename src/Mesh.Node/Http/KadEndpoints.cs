using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Http;

/// <summary>The overlay that joins meshes, as this gateway sees it.</summary>
internal static class KadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Documented<KadLookupReply>(
            routes.MapGet("/mesh/v1/kad/lookup", Lookup),
            "Which meshes export a service, where a mesh is, or which gateways are nearest to a point",
            AccessAction.Read)
            .DemandByQuery(AccessAction.Read, "service");
        Documented<KadTableReply>(routes.MapGet("/mesh/v1/kad/table", Table), "The gateways that this gateway knows", AccessAction.Read);
        Documented<KadStoreReply>(
            routes.MapGet("/mesh/v1/kad/store", Store), "What this gateway holds for the overlay and has done", AccessAction.Read);
        // It makes the gateway send to an address that the caller chooses.
        Documented<KadPingReply>(routes.MapPost("/mesh/v1/kad/ping", Ping), "Is a gateway there?", AccessAction.Operate)
            .Accepts<AddressBody>(ApiAnswer.Json, ApiAnswer.Any)
            .Produces<ApiProblem>(404, ApiAnswer.Problem);
    }

    private static RouteHandlerBuilder Documented<T>(RouteHandlerBuilder route, string summary, AccessAction action) => route
        .WithSummary(summary)
        .Demand(action)
        .Produces<T>()
        .Produces<ApiProblem>(400, ApiAnswer.Problem)
        .Produces<ApiProblem>(503, ApiAnswer.Problem);

    private static async Task Lookup(
        HttpContext http, IMeshApi api, string? service, string? mesh, string? node, string? all, string? deadline)
    {
        var query = new KadLookupQuery { Service = service, Mesh = mesh, Node = node, All = all, Deadline = deadline };
        await ApiAnswer.WriteAsync(http, await api.KadLookupAsync(query, http.RequestAborted), ApiJson.Wire.KadLookupReply);
    }

    private static async Task Table(HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(http, await api.KadTableAsync(http.RequestAborted), ApiJson.Wire.KadTableReply);

    private static async Task Store(HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(http, await api.KadStoreAsync(http.RequestAborted), ApiJson.Wire.KadStoreReply);

    private static async Task Ping(HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.AddressBody);
        if (body.IsDone)
            await ApiAnswer.WriteAsync(http, await api.KadPingAsync(body.Value.Address, http.RequestAborted), ApiJson.Wire.KadPingReply);
        else
            await ApiAnswer.WriteAsync(http, body.Problem);
    }
}
