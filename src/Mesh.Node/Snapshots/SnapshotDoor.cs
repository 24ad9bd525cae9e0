using Mesh.Client;
using Mesh.Palette.Api;
using Mesh.Views;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Snapshots;

/// <summary>Takes and loads snapshots over HTTP, whatever the form of a door's faults is.</summary>
internal sealed class SnapshotDoor(SnapshotTaking taking, SnapshotLoading loading, IMeshClient client)
{
    public const string ContentType = "application/x-gzip";

    public async Task<ApiReply<byte[]>> TakeAsync(CancellationToken cancellation) =>
        await taking.TakeAsync(cancellation) is { } content
            ? ApiReply<byte[]>.Of(SnapshotWriting.Write(content))
            : ApiReply<byte[]>.Of(NotReady());

    public async Task<ApiReply<SnapshotReply>> LoadAsync(HttpContext http)
    {
        if (client.State.Phase is not MeshPhase.Ready)
            return ApiReply<SnapshotReply>.Of(NotReady());
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = SnapshotReading.MaxPacked;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        // Whole before anything of it is used.
        if (!SnapshotReading.TryRead(body, out var content, out var fault))
            return ApiReply<SnapshotReply>.Of(ApiProblems.Invalid("snapshot", "", fault));
        return await loading.LoadAsync(content, http.RequestAborted) is { } reason
            ? ApiReply<SnapshotReply>.Of(ApiProblems.NotNow($"the snapshot is loaded in part, load it again: {reason}"))
            : ApiReply<SnapshotReply>.Of(new SnapshotReply(content.Instances.Count, content.Entries.Count, content.Leases.Count));
    }

    private ApiProblem NotReady() => ApiProblems.NotNow($"the node is {client.State.Phase.ToString().ToLowerInvariant()}: {client.State.Detail}");
}
