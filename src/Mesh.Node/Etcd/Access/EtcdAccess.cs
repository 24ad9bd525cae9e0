using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Access;

/// <summary>
/// The tokens of the node as etcd's users: the name is that of the token, the password its secret, and so is the token
/// that Authenticate gives. A key does not always tell a service, so a call needs its right over all services.
/// </summary>
internal sealed class EtcdAccess(AccessPolicy policy)
{
    /// <summary>Why a call may not go on; null: it may.</summary>
    public EtcdFault? Check(string path, IHeaderDictionary headers)
    {
        if (policy.IsOpen || EtcdAccessMapping.ActionOf(path) is not { } action)
            return null;
        var secret = EtcdAccessMapping.SecretOf(headers);
        if (policy.GrantOf(secret) is not { } grant)
            return EtcdFault.InvalidToken;
        if (grant.Allows(action))
            return null;
        return secret is null ? EtcdFault.NoUser : EtcdFault.Denied;
    }

    public EtcdAnswer<AuthenticateResponse> Authenticate(AuthenticateRequest request)
    {
        if (policy.IsOpen)
            return EtcdFault.AuthNotEnabled;
        return request.Password.Length > 0 && policy.GrantOf(request.Password) is { } grant && grant.Name == request.Name
            ? EtcdAnswer<AuthenticateResponse>.Of(new AuthenticateResponse { Token = request.Password })
            : EtcdFault.NotAuthenticated;
    }
}
