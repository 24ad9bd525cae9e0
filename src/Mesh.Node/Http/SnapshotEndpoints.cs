using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Node.Snapshots;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.Mvc;

namespace Mesh.Node.Http;

/// <summary>Backup and restore of the mesh.</summary>
internal static class SnapshotEndpoints
{
    private const string Path = "/mesh/v1/snapshot";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Take)
            .WithSummary("A snapshot of what lives on in the mesh: kept instances, entries and leases")
            .Demand(AccessAction.Operate)
            .Produces(200, contentType: SnapshotDoor.ContentType)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
        routes.MapPut(Path, Load)
            .WithSummary("Brings back what a snapshot holds; a damaged one is refused as a whole")
            .Demand(AccessAction.Operate)
            .Produces<SnapshotReply>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem)
            .Produces<ApiProblem>(409, ApiAnswer.Problem)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
    }

    private static async Task Take(HttpContext http, SnapshotDoor door)
    {
        var reply = await door.TakeAsync(http.RequestAborted);
        if (!reply.IsDone)
        {
            await ApiAnswer.WriteAsync(http, reply.Problem);
            return;
        }

        http.Response.ContentType = SnapshotDoor.ContentType;
        http.Response.ContentLength = reply.Value.Length;
        await http.Response.BodyWriter.WriteAsync(reply.Value, http.RequestAborted);
    }

    private static async Task Load(HttpContext http, SnapshotDoor door, [FromQuery(Name = SnapshotDoor.OtherMesh)] string? otherMesh) =>
        await ApiAnswer.WriteAsync(http, await door.LoadAsync(http, otherMesh), SnapshotJson.Default.SnapshotReply);
}
