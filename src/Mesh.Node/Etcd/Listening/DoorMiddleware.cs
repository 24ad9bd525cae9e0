using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Json;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Takes the requests of etcd's ports out of the way of the native API and its error texts.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, JsonGateway json)
{
    public Task InvokeAsync(HttpContext http)
    {
        var door = DoorConnections.Of(http);
        if (door is Door.Native)
            return next(http);
        if (door is Door.EtcdJson)
            return json.AnswerAsync(http);
        return http.GetEndpoint()?.RequestDelegate is { } call
            ? call(http)
            : EtcdForm.RefuseAsync(http, EtcdFault.Unimplemented($"{http.Request.Path} is not served by a mesh; docs/doors.md lists what is"));
    }
}
