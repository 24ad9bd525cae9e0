using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Http;

/// <summary>What this mesh lets others find and use.</summary>
internal static class ExportEndpoints
{
    private const string One = "/mesh/v1/exports/{service}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mesh/v1/exports", List)
            .WithSummary("The services that other meshes may find and use, as far as the caller may read them")
            .DemandSome(AccessAction.Read)
            .Produces<IReadOnlyList<ExportItem>>();
        routes.MapPut(One, (string service, HttpContext http, IMeshApi api) => SetAsync(service, true, http, api))
            .WithSummary("Lets other meshes find and use a service")
            .Demand(AccessAction.Operate)
            .Produces<ExportItem>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
        routes.MapDelete(One, (string service, HttpContext http, IMeshApi api) => SetAsync(service, false, http, api))
            .WithSummary("No longer lets other meshes find and use a service")
            .Demand(AccessAction.Operate)
            .Produces<ExportItem>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
    }

    private static async Task List(HttpContext http, IMeshApi api)
    {
        var reply = await api.ExportsAsync(http.RequestAborted);
        var grant = http.Grant();
        if (reply.IsDone && !grant.Allows(AccessAction.Read))
        {
            reply = ApiReply<IReadOnlyList<ExportItem>>.Of(
                [.. reply.Value.Where(s => grant.Allows(AccessAction.Read, s.Service))]);
        }

        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.IReadOnlyListExportItem);
    }

    private static async Task SetAsync(string service, bool exported, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http, await api.SetExportedAsync(service, exported, http.RequestAborted), ApiJson.Wire.ExportItem);
}
