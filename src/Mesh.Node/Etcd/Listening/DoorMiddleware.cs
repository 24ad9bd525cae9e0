using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Json;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Takes the requests of etcd's ports out of the way of the native API and its error texts.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, JsonGateway json, EtcdServing serving)
{
    public Task InvokeAsync(HttpContext http)
    {
        var door = DoorConnections.Of(http);
        if (door is Door.Native)
            return next(http);
        if (Unready(http.Request.Path.Value ?? "") is { } refusal)
            return door is Door.Etcd ? EtcdForm.RefuseAsync(http, refusal) : JsonGateway.WriteAsync(http, refusal);
        if (door is Door.EtcdJson)
            return json.AnswerAsync(http);
        return http.GetEndpoint()?.RequestDelegate is { } call
            ? call(http)
            : EtcdForm.RefuseAsync(http, EtcdFault.Unimplemented($"{http.Request.Path} is not served by a mesh; docs/doors.md lists what is"));
    }

    /// <summary>The pages of the JSON port are about the node itself.</summary>
    private EtcdFault? Unready(string path) =>
        path == JsonPages.Metrics || JsonPages.Paths.Contains(path) ? null : serving.Fault;
}
