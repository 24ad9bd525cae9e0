using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Http;

/// <summary>The members, and orders to them.</summary>
internal static class ClusterEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mesh/v1/cluster", Show)
            .WithSummary("The members as this node sees them")
            .Demand(AccessAction.Read)
            .Produces<ClusterReply>()
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
        Documented<AddressBody>(routes.MapPost("/mesh/v1/cluster/leave", Leave), "Asks a member to leave in order");
        Documented<AddressBody>(routes.MapPost("/mesh/v1/cluster/down", Down), "Declares a member dead");
        Documented<RemoveReply>(
            routes.MapPost("/mesh/v1/cluster/remove", Remove), "Takes away a node that is gone, with the instances that it left")
            .Produces<ApiProblem>(409, ApiAnswer.Problem)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
    }

    private static RouteHandlerBuilder Documented<T>(RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .Demand(AccessAction.Operate)
        .Accepts<AddressBody>(ApiAnswer.Json, ApiAnswer.Any)
        .Produces<T>()
        .Produces<ApiProblem>(400, ApiAnswer.Problem)
        .Produces<ApiProblem>(404, ApiAnswer.Problem);

    private static async Task Show(HttpContext http, IMeshApi api) => await ApiAnswer.WriteAsync(
        http, await api.ClusterAsync(http.RequestAborted), ApiJson.Wire.ClusterReply);

    private static async Task Leave(HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.AddressBody);
        var reply = body.IsDone ? await api.LeaveAsync(body.Value.Address, http.RequestAborted) : body;
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.AddressBody);
    }

    private static async Task Remove(HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.AddressBody);
        var reply = body.IsDone
            ? await api.RemoveAsync(body.Value.Address, http.RequestAborted)
            : ApiReply<RemoveReply>.Of(body.Problem);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.RemoveReply);
    }

    private static async Task Down(HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.AddressBody);
        var reply = body.IsDone ? await api.DownAsync(body.Value.Address, http.RequestAborted) : body;
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.AddressBody);
    }
}
