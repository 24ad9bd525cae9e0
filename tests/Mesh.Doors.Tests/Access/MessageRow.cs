using Google.Protobuf;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Doors.Tests.Access;

/// <summary>A message of a method of etcd, as a row of the table.</summary>
internal sealed record MessageRow(string Method, string What, IMessage Message)
{
    /// <summary>Leases that stand with a key inside, and outside, what the shop may use.</summary>
    public const long LeaseInside = 1_001;
    public const long LeaseOutside = 1_002;
    public const long LeaseWithoutKeys = 1_003;

    public const string KeyInside = $"/services/{Callers.Inside}/10.0.0.1:1";
    public const string KeyOutside = $"/services/{Callers.Outside}/10.0.0.1:1";

    public static IReadOnlyList<MessageRow> All { get; } =
    [
        new(EtcdRights.Range, "key inside", Range(KeyInside)),
        new(EtcdRights.Range, "key inside, in capitals", Range("/services/SHOP-A/10.0.0.1:1")),
        new(EtcdRights.Range, "key inside, Kratos", Range("/microservices/shop-a/1")),
        new(EtcdRights.Range, "key inside, go-micro", Range("/micro/registry/shop-a/1")),
        new(EtcdRights.Range, "key outside", Range(KeyOutside)),
        new(EtcdRights.Range, "key of no service", Range("shop-a")),
        new(EtcdRights.Range, "key shorter than the prefix", Range("/services/shop")),
        new(EtcdRights.Range, "the whole prefix", Range("/services/shop-", "/services/shop.")),
        new(EtcdRights.Range, "one key beyond the prefix", Range("/services/shop-", "/services/shop.\0")),
        new(EtcdRights.Range, "from the prefix on", Range("/services/shop-", "\0")),
        new(EtcdRights.Range, "all services", Range("/services/", "/services0")),
        new(EtcdRights.Range, "everything", Range("\0", "\0")),
        new(EtcdRights.Put, "key inside", Put(KeyInside)),
        new(EtcdRights.Put, "key inside, previous value", Put(KeyInside, previous: true)),
        new(EtcdRights.Put, "key inside, instance of a service outside", Put($"/services/shop-a/{Callers.Outside}/1", """{"Op":0,"Addr":"10.0.0.1:1"}""")),
        new(EtcdRights.Put, "key outside", Put(KeyOutside)),
        new(EtcdRights.Put, "key of no service", Put("x")),
        new(EtcdRights.DeleteRange, "key inside", Delete(KeyInside)),
        new(EtcdRights.DeleteRange, "key inside, previous value", Delete(KeyInside, previous: true)),
        new(EtcdRights.DeleteRange, "key outside", Delete(KeyOutside)),
        new(EtcdRights.DeleteRange, "the whole prefix", Delete("/services/shop-", "/services/shop.")),
        new(EtcdRights.DeleteRange, "everything", Delete("\0", "\0")),
        new(EtcdRights.Txn, "put inside", Txn(new RequestOp { RequestPut = Put(KeyInside) })),
        new(EtcdRights.Txn, "put inside, range inside", Txn(new RequestOp { RequestPut = Put(KeyInside) }, new RequestOp { RequestRange = Range(KeyInside) })),
        new(EtcdRights.Txn, "range inside", Txn(new RequestOp { RequestRange = Range(KeyInside) })),
        new(EtcdRights.Txn, "put inside, range outside", Txn(new RequestOp { RequestPut = Put(KeyInside) }, new RequestOp { RequestRange = Range(KeyOutside) })),
        new(EtcdRights.Txn, "put inside, delete outside", Txn(new RequestOp { RequestPut = Put(KeyInside) }, new RequestOp { RequestDeleteRange = Delete(KeyOutside) })),
        new(EtcdRights.Txn, "delete inside, previous value", Txn(new RequestOp { RequestDeleteRange = Delete(KeyInside, previous: true) })),
        new(EtcdRights.Txn, "range outside in the branch not taken", new TxnRequest { Failure = { new RequestOp { RequestRange = Range(KeyOutside) } } }),
        new(EtcdRights.Txn, "range outside in a transaction inside", Txn(new RequestOp { RequestTxn = Txn(new RequestOp { RequestRange = Range(KeyOutside) }) })),
        new(EtcdRights.Txn, "compare outside", new TxnRequest { Compare = { new Compare { Key = Bytes(KeyOutside) } } }),
        new(EtcdRights.Txn, "compare inside, put inside", new TxnRequest
        {
            Compare = { new Compare { Key = Bytes(KeyInside), Target = Compare.Types.CompareTarget.Create } },
            Success = { new RequestOp { RequestPut = Put(KeyInside) } },
        }),
        new(EtcdRights.Txn, "nothing", new TxnRequest()),
        new(EtcdRights.Compact, "", new CompactionRequest()),
        new(EtcdRights.Watch, "key inside", Watch(KeyInside)),
        new(EtcdRights.Watch, "key outside", Watch(KeyOutside)),
        new(EtcdRights.Watch, "all services", Watch("/services/", "/services0")),
        new(EtcdRights.LeaseGrant, "", new LeaseGrantRequest { TTL = 60 }),
        new(EtcdRights.LeaseRevoke, "of a key inside", new LeaseRevokeRequest { ID = LeaseInside }),
        new(EtcdRights.LeaseRevoke, "of a key outside", new LeaseRevokeRequest { ID = LeaseOutside }),
        new(EtcdRights.LeaseRevoke, "without keys", new LeaseRevokeRequest { ID = LeaseWithoutKeys }),
        new(EtcdRights.LeaseKeepAlive, "of a key inside", new LeaseKeepAliveRequest { ID = LeaseInside }),
        new(EtcdRights.LeaseKeepAlive, "of a key outside", new LeaseKeepAliveRequest { ID = LeaseOutside }),
        new(EtcdRights.LeaseTimeToLive, "of a key inside", new LeaseTimeToLiveRequest { ID = LeaseInside, Keys = true }),
        new(EtcdRights.LeaseTimeToLive, "of a key outside", new LeaseTimeToLiveRequest { ID = LeaseOutside }),
        new(EtcdRights.LeaseLeases, "", new LeaseLeasesRequest()),
        new(EtcdRights.MemberList, "", new MemberListRequest()),
        new(EtcdRights.Alarm, "", new AlarmRequest()),
        new(EtcdRights.Status, "", new StatusRequest()),
        new(EtcdRights.Authenticate, "", new AuthenticateRequest { Name = Callers.Shop, Password = Callers.All[2].Secret }),
    ];

    public static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);

    public static PutRequest Put(string key, string value = "10.0.0.1:1", bool previous = false) =>
        new() { Key = Bytes(key), Value = Bytes(value), PrevKv = previous };

    private static RangeRequest Range(string key, string end = "") => new() { Key = Bytes(key), RangeEnd = Bytes(end) };

    private static DeleteRangeRequest Delete(string key, string end = "", bool previous = false) =>
        new() { Key = Bytes(key), RangeEnd = Bytes(end), PrevKv = previous };

    private static TxnRequest Txn(params RequestOp[] operations) => new() { Success = { operations } };

    private static WatchRequest Watch(string key, string end = "") =>
        new() { CreateRequest = new WatchCreateRequest { Key = Bytes(key), RangeEnd = Bytes(end) } };
}
