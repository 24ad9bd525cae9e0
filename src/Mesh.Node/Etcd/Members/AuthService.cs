using Grpc.Core;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Members;

/// <summary>etcdserverpb.Auth over gRPC. Clients with a user name go on without a token when they hear this.</summary>
internal sealed class AuthService : Auth.AuthBase
{
    public override Task<AuthenticateResponse> Authenticate(AuthenticateRequest request, ServerCallContext context) =>
        throw EtcdFault.AuthNotEnabled.ToException();
}
