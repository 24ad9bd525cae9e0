using Grpc.Core;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Members;

/// <summary>
/// etcdserverpb.Auth over gRPC. Clients with a user name go on without a token when they hear that none is needed.
/// </summary>
internal sealed class AuthService(EtcdAccess access) : Auth.AuthBase
{
    public override Task<AuthenticateResponse> Authenticate(AuthenticateRequest request, ServerCallContext context)
    {
        var answer = access.Authenticate(request, context.GetHttpContext().Connection.RemoteIpAddress);
        return answer.Fault is { } fault ? throw fault.ToException() : Task.FromResult(answer.Value);
    }
}
