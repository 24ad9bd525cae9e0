using Google.Protobuf;
using Grpc.Core;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Etcd.Access;

/// <summary>
/// The tokens of the node as etcd's users: the name is that of the token, the password its secret, and so is the token
/// that Authenticate gives. Each message is decided on by what it asks for, see <see cref="EtcdRights"/>.
/// </summary>
internal sealed class EtcdAccess(AccessPolicy policy, EtcdLayout layout, IMeshKeyValues store)
{
    /// <summary>Why a call may not begin; null: it may.</summary>
    public static EtcdFault? CheckCall(string method, AccessCaller caller) =>
        method == EtcdRights.Authenticate ? null
        : EtcdRights.ByMethod.TryGetValue(method, out var right) ? FaultOf(AccessDecision.Of(caller, right.Opening is { } demand ? [demand] : []))
        : FaultOf(AccessDecision.NotSaid);

    /// <summary>Why a message of a call that has begun may not be carried out; null: it may.</summary>
    public async ValueTask<EtcdFault?> CheckAsync(
        string method, IMessage message, AccessCaller caller, CancellationToken cancellation)
    {
        if (CheckCall(method, caller) is { } fault)
            return fault;
        if (policy.IsOpen || method == EtcdRights.Authenticate)
            return null;
        return EtcdRights.ByMethod[method] is { Lease: { } lease } right
            ? await CheckLeaseAsync(right.Opening!.Value.Action, lease(message), caller, cancellation)
            : CheckMessage(method, message, caller);
    }

    /// <summary>As <see cref="CheckAsync"/>, for what is about no lease.</summary>
    public EtcdFault? CheckMessage(string method, IMessage message, AccessCaller caller) =>
        policy.IsOpen || EtcdRights.ByMethod[method].Demands is not { } demands
            ? null
            : FaultOf(AccessDecision.Of(caller, demands(message, layout)));

    /// <summary>Why a caller may not have a watch, in words for the watch's answer.</summary>
    public Func<WatchRequest, string?> Watches(AccessCaller caller) => request =>
        CheckMessage(EtcdRights.Watch, request, caller) is { } fault ? $"rpc error: code = {fault.Code} desc = {fault.Text}" : null;

    public EtcdAnswer<AuthenticateResponse> Authenticate(AuthenticateRequest request)
    {
        if (policy.IsOpen)
            return EtcdFault.AuthNotEnabled;
        return request.Password.Length > 0 && policy.GrantOf(request.Password) is { } grant && grant.Name == request.Name
            ? EtcdAnswer<AuthenticateResponse>.Of(new AuthenticateResponse { Token = request.Password })
            : EtcdFault.NotAuthenticated;
    }

    public static EtcdFault? FaultOf(AccessDecision decision) => decision.Verdict switch
    {
        AccessVerdict.Allowed => null,
        AccessVerdict.UnknownToken => EtcdFault.InvalidToken,
        AccessVerdict.NoToken => EtcdFault.NoUser,
        AccessVerdict.Denied => EtcdFault.Denied,
        _ => new EtcdFault(StatusCode.PermissionDenied, $"mesh: {decision.Reason}"),
    };

    /// <summary>A lease is whose keys hang on it; one without keys is anybody's, for nothing ends with it.</summary>
    private async ValueTask<EtcdFault?> CheckLeaseAsync(AccessAction action, long lease, AccessCaller caller, CancellationToken cancellation)
    {
        if (caller.Grant!.Allows(action))
            return null;
        return await store.TimeToLiveAsync(lease, cancellation) switch
        {
            Remaining remaining => FaultOf(AccessDecision.Of(caller, remaining.Keys.Select(k => new AccessDemand(action, layout.Keys(One(k)))))),
            LeaseNotFound => null,
            var other => StoreFaults.Of(other),
        };
    }

    private static KeyRange One(Octets key) => new(key, key.Next(), true);
}
