using System.Collections.Frozen;
using Google.Protobuf;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Op = Mesh.Node.Etcd.Proto.RequestOp.RequestOneofCase;

namespace Mesh.Node.Etcd.Access;

/// <summary>
/// What each method demands, over gRPC and JSON alike. What a request does is in its message: a transaction demands all that its
/// compares and its operations do, whichever branch is taken, and who asks for the previous value reads it. A method that is not
/// here is refused. Pure.
/// </summary>
internal static class EtcdRights
{
    public const string Range = "/etcdserverpb.KV/Range";
    public const string Put = "/etcdserverpb.KV/Put";
    public const string DeleteRange = "/etcdserverpb.KV/DeleteRange";
    public const string Txn = "/etcdserverpb.KV/Txn";
    public const string Compact = "/etcdserverpb.KV/Compact";
    public const string Watch = "/etcdserverpb.Watch/Watch";
    public const string LeaseGrant = "/etcdserverpb.Lease/LeaseGrant";
    public const string LeaseRevoke = "/etcdserverpb.Lease/LeaseRevoke";
    public const string LeaseKeepAlive = "/etcdserverpb.Lease/LeaseKeepAlive";
    public const string LeaseTimeToLive = "/etcdserverpb.Lease/LeaseTimeToLive";
    public const string LeaseLeases = "/etcdserverpb.Lease/LeaseLeases";
    public const string MemberList = "/etcdserverpb.Cluster/MemberList";
    public const string Alarm = "/etcdserverpb.Maintenance/Alarm";
    public const string Status = "/etcdserverpb.Maintenance/Status";

    /// <summary>How a client comes by a token.</summary>
    public const string Authenticate = "/etcdserverpb.Auth/Authenticate";

    private static readonly AccessDemand ReadsSome = new(AccessAction.Read, AccessTarget.Some);
    private static readonly AccessDemand WritesSome = new(AccessAction.Register, AccessTarget.Some);

    public static FrozenDictionary<string, EtcdRight> ByMethod { get; } = new Dictionary<string, EtcdRight>
    {
        [Range] = Of<RangeRequest>(ReadsSome, Of),
        [Put] = Of<PutRequest>(WritesSome, Of),
        [DeleteRange] = Of<DeleteRangeRequest>(WritesSome, Of),
        // It may read, or write, or both.
        [Txn] = Of<TxnRequest>(null, Of),
        // It forgets for all who watch.
        [Compact] = new(new(AccessAction.Register, AccessTarget.All)),
        [Watch] = Of<WatchRequest>(ReadsSome, Of),
        [LeaseGrant] = new(WritesSome),
        [LeaseRevoke] = new(WritesSome) { Lease = m => ((LeaseRevokeRequest)m).ID },
        [LeaseKeepAlive] = new(WritesSome) { Lease = m => ((LeaseKeepAliveRequest)m).ID },
        [LeaseTimeToLive] = new(ReadsSome) { Lease = m => ((LeaseTimeToLiveRequest)m).ID },
        [LeaseLeases] = new(new(AccessAction.Read, AccessTarget.All)),
        [MemberList] = new(ReadsSome),
        [Alarm] = new(ReadsSome),
        [Status] = new(ReadsSome),
    }.ToFrozenDictionary();

    /// <summary>The metadata of a method's endpoint; null: there is no row for it.</summary>
    /// <param name="method">Null: the endpoint answers that it serves no such method.</param>
    public static AccessRequirement? RequirementOf(string? method) => method switch
    {
        null or Authenticate => AccessRequirement.Public,
        _ => ByMethod.TryGetValue(method, out var right) ? AccessRequirement.OfMessage(right.Opening) : null,
    };

    private static EtcdRight Of<T>(AccessDemand? opening, Func<T, EtcdLayout, IEnumerable<AccessDemand>> demands)
        where T : IMessage => new(opening) { Demands = (message, layout) => demands((T)message, layout) };

    private static IEnumerable<AccessDemand> Of(RangeRequest request, EtcdLayout layout) =>
        [new(AccessAction.Read, layout.Keys(KeyRange.Of(request.Key, request.RangeEnd)))];

    private static IEnumerable<AccessDemand> Of(PutRequest request, EtcdLayout layout)
    {
        var key = layout.Keys(KeyRange.Of(request.Key, ByteString.Empty));
        yield return new(AccessAction.Register, key);
        if (request.PrevKv)
            yield return new(AccessAction.Read, key);
        // Some layouts say deeper in the key, or have said in the value, of which service the instance is.
        if (layout.ServiceOf(Bytes.Of(request.Key), Bytes.Of(request.Value)) is { } service)
            yield return new(AccessAction.Register, AccessTarget.Of(service));
    }

    private static IEnumerable<AccessDemand> Of(DeleteRangeRequest request, EtcdLayout layout)
    {
        var keys = layout.Keys(KeyRange.Of(request.Key, request.RangeEnd));
        yield return new(AccessAction.Register, keys);
        if (request.PrevKv)
            yield return new(AccessAction.Read, keys);
    }

    /// <summary>One that does nothing tells the revision.</summary>
    private static IEnumerable<AccessDemand> Of(TxnRequest request, EtcdLayout layout) => request.CalculateSize() == 0 ? [ReadsSome] :
    [
        .. request.Compare.Select(c => new AccessDemand(AccessAction.Read, layout.Keys(KeyRange.Of(c.Key, c.RangeEnd)))),
        .. request.Success.Concat(request.Failure).SelectMany(o => Of(o, layout)),
    ];

    private static IEnumerable<AccessDemand> Of(RequestOp operation, EtcdLayout layout) => operation.RequestCase switch
    {
        Op.RequestRange => Of(operation.RequestRange, layout),
        Op.RequestPut => Of(operation.RequestPut, layout),
        Op.RequestDeleteRange => Of(operation.RequestDeleteRange, layout),
        Op.RequestTxn => Of(operation.RequestTxn, layout),
        _ => [],
    };

    private static IEnumerable<AccessDemand> Of(WatchRequest request, EtcdLayout layout) =>
        request.CreateRequest is { } create
            ? [new(AccessAction.Read, layout.Keys(KeyRange.Of(create.Key, create.RangeEnd)))]
            : [];
}
