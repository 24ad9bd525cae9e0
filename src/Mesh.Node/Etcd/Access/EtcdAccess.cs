using System.Net;
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
/// The tokens of the node as etcd's users: the name is that of the token, the password its secret, and what Authenticate gives is a token
/// for a time. Each message is decided on by what it asks for, see <see cref="EtcdRights"/>.
/// </summary>
internal sealed class EtcdAccess(
    CurrentPolicy current, SessionTokens sessions, AccessAudit audit, EtcdLayout layout, IMeshKeyValues store)
{
    /// <summary>Why a call may not begin; null: it may.</summary>
    public static EtcdFault? CheckCall(string method, AccessCaller caller) =>
        method == EtcdRights.Authenticate ? null
        : EtcdRights.ByMethod.TryGetValue(method, out var right) ? FaultOf(AccessDecision.Of(caller, right.OfCall))
        : FaultOf(AccessDecision.NotSaid);

    /// <summary>Why a message of a call that has begun may not be carried out; null: it may.</summary>
    public ValueTask<EtcdFault?> CheckAsync(string method, IMessage message, AccessCaller caller, CancellationToken cancellation)
    {
        if (CheckCall(method, caller) is { } fault)
            return new(fault);
        if (method == EtcdRights.Authenticate)
            return default;
        return EtcdRights.ByMethod[method] is { Lease: { } lease } right
            ? CheckLeaseAsync(method, right, lease(message), caller, cancellation)
            : new(CheckMessage(method, message, caller));
    }

    /// <summary>As <see cref="CheckAsync"/>, for what is about no lease.</summary>
    public EtcdFault? CheckMessage(string method, IMessage message, AccessCaller caller)
    {
        var right = EtcdRights.ByMethod[method];
        return Decide(method, caller, !current.Value.IsOpen && right.Demands is { } demands ? [.. demands(message, layout)] : right.OfCall);
    }

    /// <summary>Why a caller may not have a watch, in words for the watch's answer.</summary>
    public Func<WatchRequest, string?> Watches(AccessCaller caller) => request =>
        CheckMessage(EtcdRights.Watch, request, caller) is { } fault ? $"rpc error: code = {fault.Code} desc = {fault.Text}" : null;

    /// <param name="from">Where it is asked from.</param>
    public EtcdAnswer<AuthenticateResponse> Authenticate(AuthenticateRequest request, IPAddress? from = null)
    {
        var policy = current.Value;
        if (policy.IsOpen)
            return EtcdFault.AuthNotEnabled;
        var caller = policy.CallerOf(request.Password, from);
        var session = caller is { HasToken: true, Grant: { } grant } && grant.Name == request.Name ? sessions.Issue(request.Password) : null;
        audit.Note(
            caller, EtcdRights.Authenticate, null,
            session is null ? new(AccessVerdict.UnknownToken, "name and password are of no token here") : AccessDecision.Allowed);
        return session is null ? EtcdFault.NotAuthenticated : EtcdAnswer<AuthenticateResponse>.Of(new AuthenticateResponse { Token = session });
    }

    public static EtcdFault? FaultOf(AccessDecision decision) => decision.Verdict switch
    {
        AccessVerdict.Allowed => null,
        AccessVerdict.UnknownToken => EtcdFault.InvalidToken,
        AccessVerdict.NoToken => EtcdFault.NoUser,
        AccessVerdict.Denied => EtcdFault.Denied,
        AccessVerdict.TooMany => new EtcdFault(StatusCode.ResourceExhausted, $"mesh: {decision.Reason}"),
        _ => new EtcdFault(StatusCode.PermissionDenied, $"mesh: {decision.Reason}"),
    };

    /// <summary>A lease is whose keys hang on it; one without keys is anybody's, for nothing ends with it.</summary>
    private async ValueTask<EtcdFault?> CheckLeaseAsync(string method, EtcdRight right, long lease, AccessCaller caller, CancellationToken cancellation)
    {
        var action = right.Opening!.Value.Action;
        if (caller.Grant!.Allows(action))
            return Decide(method, caller, right.OfCall);
        return await store.TimeToLiveAsync(lease, cancellation) switch
        {
            Remaining remaining => Decide(method, caller, [.. remaining.Keys.Select(k => new AccessDemand(action, layout.Keys(One(k))))]),
            LeaseNotFound => null,
            var other => StoreFaults.Of(other),
        };
    }

    private EtcdFault? Decide(string method, AccessCaller caller, AccessDemand[] demands)
    {
        var decision = AccessDecision.Of(caller, demands);
        // Of several demands that which changes most says what was done.
        audit.Note(caller, method, demands.Length == 0 ? null : demands.MaxBy(d => d.Action), decision);
        return FaultOf(decision);
    }

    private static KeyRange One(Octets key) => new(key, key.Next(), true);
}
