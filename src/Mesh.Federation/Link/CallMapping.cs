using Grpc.Core;
using Mesh.Federation.Transport;

namespace Mesh.Federation.Link;

/// <summary>Between the outcomes of calls and the status codes of gRPC. Pure.</summary>
internal static class CallMapping
{
    public static StatusCode ToStatus(CallFault fault) => fault switch
    {
        CallFault.Malformed => StatusCode.InvalidArgument,
        CallFault.Limited => StatusCode.ResourceExhausted,
        CallFault.Refused => StatusCode.PermissionDenied,
        _ => StatusCode.Unavailable,
    };

    /// <summary>Whatever else a gateway says, or one that knows no such call, is as if nobody were there.</summary>
    public static CallFault ToFault(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument => CallFault.Malformed,
        StatusCode.ResourceExhausted => CallFault.Limited,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => CallFault.Refused,
        _ => CallFault.Unavailable,
    };
}
