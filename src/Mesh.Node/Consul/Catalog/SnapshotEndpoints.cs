using Mesh.Node.Consul.Answers;
using Mesh.Node.Snapshots;
using Mesh.Palette.Api;

namespace Mesh.Node.Consul.Catalog;

/// <summary>
/// Snapshots under Consul's path. The file is the mesh's own: one of Consul is refused, as Consul refuses this one.
/// </summary>
internal static class SnapshotEndpoints
{
    private const string Path = "/v1/snapshot";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Take);
        routes.MapPut(Path, Load);
    }

    private static async Task Take(HttpContext http, SnapshotDoor door)
    {
        var reply = await door.TakeAsync(http.RequestAborted);
        if (!reply.IsDone)
        {
            await FailAsync(http, reply.Problem);
            return;
        }

        ConsulHeaders.WriteAlways(http.Response.Headers);
        http.Response.ContentType = SnapshotDoor.ContentType;
        http.Response.ContentLength = reply.Value.Length;
        await http.Response.BodyWriter.WriteAsync(reply.Value, http.RequestAborted);
    }

    private static async Task Load(HttpContext http, SnapshotDoor door)
    {
        var reply = await door.LoadAsync(http, http.Request.Query[SnapshotDoor.OtherMesh]);
        if (!reply.IsDone)
            await FailAsync(http, reply.Problem);
        else
            ConsulHeaders.WriteAlways(http.Response.Headers);
    }

    /// <summary>What is not there now is Consul's 500.</summary>
    private static Task FailAsync(HttpContext http, ApiProblem problem) => ConsulReply.WriteAsync(
        http,
        new ConsulFault(
            problem.Status == StatusCodes.Status503ServiceUnavailable ? StatusCodes.Status500InternalServerError : problem.Status,
            problem.Detail));
}
