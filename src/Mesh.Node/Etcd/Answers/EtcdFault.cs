using Grpc.Core;

namespace Mesh.Node.Etcd.Answers;

/// <summary>
/// Why a call is refused. The texts are etcd's own where it has one for the case: its clients tell errors by the exact
/// text.
/// </summary>
internal sealed record EtcdFault(StatusCode Code, string Text)
{
    public static readonly EtcdFault EmptyKey = new(StatusCode.InvalidArgument, "etcdserver: key is not provided");
    public static readonly EtcdFault KeyNotFound = new(StatusCode.InvalidArgument, "etcdserver: key not found");
    public static readonly EtcdFault ValueProvided = new(StatusCode.InvalidArgument, "etcdserver: value is provided");
    public static readonly EtcdFault LeaseProvided = new(StatusCode.InvalidArgument, "etcdserver: lease is provided");
    public static readonly EtcdFault TooManyOps = new(
        StatusCode.InvalidArgument, "etcdserver: too many operations in txn request");
    public static readonly EtcdFault DuplicateKey = new(
        StatusCode.InvalidArgument, "etcdserver: duplicate key given in txn request");
    public static readonly EtcdFault InvalidSort = new(StatusCode.InvalidArgument, "etcdserver: invalid sort option");
    public static readonly EtcdFault TooLarge = new(StatusCode.InvalidArgument, "etcdserver: request is too large");
    public static readonly EtcdFault Compacted = new(
        StatusCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted");
    public static readonly EtcdFault FutureRevision = new(
        StatusCode.OutOfRange, "etcdserver: mvcc: required revision is a future revision");
    public static readonly EtcdFault NoSpace = new(
        StatusCode.ResourceExhausted, "etcdserver: mvcc: database space exceeded");
    public static readonly EtcdFault LeaseNotFound = new(
        StatusCode.NotFound, "etcdserver: requested lease not found");
    public static readonly EtcdFault LeaseExists = new(
        StatusCode.FailedPrecondition, "etcdserver: lease already exists");
    public static readonly EtcdFault TtlTooLarge = new(StatusCode.OutOfRange, "etcdserver: too large lease TTL");
    public static readonly EtcdFault TooManyRequests = new(
        StatusCode.ResourceExhausted, "etcdserver: too many requests");
    public static readonly EtcdFault TimedOut = new(StatusCode.Unavailable, "etcdserver: request timed out");
    public static readonly EtcdFault NoLeader = new(StatusCode.Unavailable, "etcdserver: no leader");
    public static readonly EtcdFault Stopped = new(StatusCode.Unavailable, "etcdserver: server stopped");
    public static readonly EtcdFault AuthNotEnabled = new(
        StatusCode.FailedPrecondition, "etcdserver: authentication is not enabled");

    public static readonly EtcdFault NoUser = new(StatusCode.InvalidArgument, "etcdserver: user name is empty");
    public static readonly EtcdFault InvalidToken = new(StatusCode.Unauthenticated, "etcdserver: invalid auth token");
    public static readonly EtcdFault Denied = new(StatusCode.PermissionDenied, "etcdserver: permission denied");
    public static readonly EtcdFault NotAuthenticated = new(
        StatusCode.InvalidArgument, "etcdserver: authentication failed, invalid user ID or password");

    public static EtcdFault Unimplemented(string text) => new(StatusCode.Unimplemented, $"mesh: {text}");

    public RpcException ToException() => new(new Status(Code, Text));
}
