using Mesh.Node.Etcd.Json;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Takes the requests of etcd's ports out of the way of the native API and its error texts.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, JsonGateway json)
{
    public Task InvokeAsync(HttpContext http) => DoorConnections.Of(http) switch
    {
        Door.Etcd => http.GetEndpoint()?.RequestDelegate is { } call ? call(http) : Unimplemented(http),
        Door.EtcdJson => json.AnswerAsync(http),
        _ => next(http),
    };

    /// <summary>A reply without a body, its trailers in the header, as gRPC has it.</summary>
    private static Task Unimplemented(HttpContext http)
    {
        var fault = EtcdFault.Unimplemented($"{http.Request.Path} is not served by a mesh; docs/doors.md lists what is");
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)fault.Code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(fault.Text);
        return Task.CompletedTask;
    }
}
