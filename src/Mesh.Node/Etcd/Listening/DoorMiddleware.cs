using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Json;
using Mesh.Node.Hosting;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Takes the requests of etcd's ports out of the way of the native API and its error texts.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, JsonGateway json, EtcdAccess access, Serving serving)
{
    // Services of gRPC, and what their calls begin with in JSON.
    private static readonly string[] OfKeys = [".KV/", ".Watch/", ".Lease/", "/kv/", "/watch", "/lease/"];

    public Task InvokeAsync(HttpContext http)
    {
        var door = DoorConnections.Of(http);
        if (door is Door.Native)
            return next(http);
        if ((access.Check(http.Request.Path.Value ?? "", http.Request.Headers) ?? NotYet(http.Request.Path)) is { } refusal)
            return door is Door.Etcd ? Refuse(http, refusal) : JsonGateway.WriteAsync(http, refusal);
        if (door is Door.EtcdJson)
            return json.AnswerAsync(http);
        return http.GetEndpoint()?.RequestDelegate is { } call
            ? call(http)
            : Refuse(http, EtcdFault.Unimplemented($"{http.Request.Path} is not served by a mesh; docs/doors.md lists what is"));
    }

    /// <summary>An empty range would say that there is nothing.</summary>
    private EtcdFault? NotYet(PathString path) =>
        !serving.HasKeys && Array.Exists(OfKeys, k => path.Value?.Contains(k, StringComparison.Ordinal) is true) ? EtcdFault.NoLeader : null;

    /// <summary>A reply without a body, its trailers in the header, as gRPC has it.</summary>
    private static Task Refuse(HttpContext http, EtcdFault fault)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)fault.Code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(fault.Text);
        return Task.CompletedTask;
    }
}
