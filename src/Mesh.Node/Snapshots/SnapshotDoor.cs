using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Hosting;
using Mesh.Palette.Api;
using Mesh.Views;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Snapshots;

/// <summary>Takes and loads snapshots over HTTP, whatever the form of a door's faults is.</summary>
internal sealed class SnapshotDoor(SnapshotTaking taking, SnapshotLoading loading, IMeshClient client, MeshOptions options)
{
    public const string ContentType = "application/x-gzip";

    /// <summary>The parameter of the query that lets a snapshot of another mesh be loaded.</summary>
    public const string OtherMesh = "other-mesh";

    public async Task<ApiReply<byte[]>> TakeAsync(CancellationToken cancellation)
    {
        var (content, fault) = await taking.TakeAsync(cancellation);
        return content is not null
            ? ApiReply<byte[]>.Of(SnapshotWriting.Write(content))
            : ApiReply<byte[]>.Of(ApiProblems.NotNow(fault));
    }

    /// <param name="otherMesh">"true": a snapshot of a mesh of another name is meant.</param>
    public async Task<ApiReply<SnapshotReply>> LoadAsync(HttpContext http, string? otherMesh)
    {
        if (client.State.Phase is not MeshPhase.Ready)
            return ApiReply<SnapshotReply>.Of(ApiProblems.NotNow(RegistryCalls.Describe(client.State)));
        if (otherMesh is not (null or "true" or "false"))
            return ApiReply<SnapshotReply>.Of(ApiProblems.Invalid(OtherMesh, otherMesh, "must be true or false"));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = SnapshotReading.MaxPacked;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        // Whole before anything of it is used.
        if (!SnapshotReading.TryRead(body, out var content, out var fault))
            return ApiReply<SnapshotReply>.Of(ApiProblems.Invalid("snapshot", "", fault));
        if (otherMesh != "true" && content.MeshName != options.MeshName)
            return ApiReply<SnapshotReply>.Of(ApiProblems.SnapshotOfOther(content.MeshName, options.MeshName));
        var (loaded, reason) = await loading.LoadAsync(content, http.RequestAborted);
        return reason is null
            ? ApiReply<SnapshotReply>.Of(loaded)
            : ApiReply<SnapshotReply>.Of(ApiProblems.NotNow($"the snapshot is loaded in part ({loaded}), load it again: {reason}"));
    }
}
