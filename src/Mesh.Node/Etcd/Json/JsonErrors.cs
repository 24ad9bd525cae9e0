using System.Text.Json;
using Grpc.Core;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>Faults as etcd's gateway writes them. Pure.</summary>
internal static class JsonErrors
{
    public static readonly EtcdFault NotFound = new(StatusCode.NotFound, "Not Found");
    public static readonly EtcdFault WrongMethod = new(StatusCode.Unimplemented, "Method Not Allowed");
    public static readonly EtcdFault Failed = new(StatusCode.Internal, "etcdserver: the node failed to answer; see its log");

    public static EtcdFault BadInput(string why) => new(StatusCode.InvalidArgument, why);

    public static int HttpStatus(EtcdFault fault) => fault == WrongMethod ? 405 : fault.Code switch
    {
        StatusCode.Cancelled => 408,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => 400,
        StatusCode.DeadlineExceeded => 504,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.PermissionDenied => 403,
        StatusCode.Unauthenticated => 401,
        StatusCode.ResourceExhausted => 429,
        StatusCode.FailedPrecondition => 412,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        _ => 500,
    };

    public static string Body(EtcdFault fault) =>
        JsonSerializer.Serialize(new JsonError(fault.Text, fault.Text, (int)fault.Code), EtcdJson.Wire.JsonError);

    /// <summary>Inside a stream, after which nothing more comes.</summary>
    public static string StreamBody(EtcdFault fault) => $"{{\"error\":{Body(fault)}}}";
}
