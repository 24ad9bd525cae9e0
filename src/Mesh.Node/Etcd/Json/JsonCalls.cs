using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.Leases;
using Mesh.Node.Etcd.Members;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Json;

/// <summary>The gateway's paths, without the version before them, and what each calls.</summary>
internal sealed class JsonCalls
{
    public const string Watch = "/watch";
    public const string KeepAlive = "/lease/keepalive";

    public JsonCalls(KvCalls keys, TxnCalls transactions, LeaseCalls leases, MemberCalls members, EtcdAccess access)
    {
        var revoke = Call<LeaseRevokeRequest>(EtcdRights.LeaseRevoke, LeaseRevokeRequest.Descriptor, async (r, c) => Up(await leases.RevokeAsync(r, c)));
        var timeToLive = Call<LeaseTimeToLiveRequest>(
            EtcdRights.LeaseTimeToLive, LeaseTimeToLiveRequest.Descriptor, async (r, c) => Up(await leases.TimeToLiveAsync(r, c)));
        var list = Call<LeaseLeasesRequest>(EtcdRights.LeaseLeases, LeaseLeasesRequest.Descriptor, (_, _) => Now(leases.Leases()));
        ByPath = new Dictionary<string, JsonCall>
        {
            ["/kv/range"] = Call<RangeRequest>(EtcdRights.Range, RangeRequest.Descriptor, async (r, c) => Up(await keys.RangeAsync(r, c))),
            ["/kv/put"] = Call<PutRequest>(EtcdRights.Put, PutRequest.Descriptor, async (r, c) => Up(await keys.PutAsync(r, c))),
            ["/kv/deleterange"] = Call<DeleteRangeRequest>(
                EtcdRights.DeleteRange, DeleteRangeRequest.Descriptor, async (r, c) => Up(await keys.DeleteAsync(r, c))),
            ["/kv/txn"] = Call<TxnRequest>(EtcdRights.Txn, TxnRequest.Descriptor, async (r, c) => Up(await transactions.TxnAsync(r, c))),
            ["/kv/compaction"] = Call<CompactionRequest>(EtcdRights.Compact, CompactionRequest.Descriptor, (r, _) => new(Up(keys.Compact(r)))),
            ["/lease/grant"] = Call<LeaseGrantRequest>(
                EtcdRights.LeaseGrant, LeaseGrantRequest.Descriptor, async (r, c) => Up(await leases.GrantAsync(r, c))),
            // The paths of etcd 3.3 and before, which it still serves, are the second ones.
            ["/lease/revoke"] = revoke,
            ["/kv/lease/revoke"] = revoke,
            ["/lease/timetolive"] = timeToLive,
            ["/kv/lease/timetolive"] = timeToLive,
            ["/lease/leases"] = list,
            ["/kv/lease/leases"] = list,
            ["/cluster/member/list"] = Call<MemberListRequest>(EtcdRights.MemberList, MemberListRequest.Descriptor, (_, _) => Now(members.List(Door.EtcdJson))),
            ["/maintenance/status"] = Call<StatusRequest>(EtcdRights.Status, StatusRequest.Descriptor, (_, _) => Now(members.Status())),
            ["/maintenance/alarm"] = Call<AlarmRequest>(EtcdRights.Alarm, AlarmRequest.Descriptor, (r, _) => new(Up(members.Alarm(r)))),
            ["/auth/authenticate"] = Call<AuthenticateRequest>(
                EtcdRights.Authenticate, AuthenticateRequest.Descriptor, (r, _) => new(Up(access.Authenticate(r)))),
        }.ToFrozenDictionary();
    }

    public FrozenDictionary<string, JsonCall> ByPath { get; }

    private static JsonCall Call<T>(
        string method, MessageDescriptor type, Func<T, CancellationToken, ValueTask<EtcdAnswer<IMessage>>> run)
        where T : IMessage => new(method, type, (request, cancellation) => run((T)request, cancellation));

    private static ValueTask<EtcdAnswer<IMessage>> Now(IMessage reply) => new(EtcdAnswer<IMessage>.Of(reply));

    private static EtcdAnswer<IMessage> Up(EtcdAnswer<RangeReply> answer) =>
        answer.Fault is { } fault ? fault : EtcdAnswer<IMessage>.Of(answer.Value.ToProto());

    private static EtcdAnswer<IMessage> Up<T>(EtcdAnswer<T> answer)
        where T : class, IMessage => answer.Fault is { } fault ? fault : EtcdAnswer<IMessage>.Of(answer.Value);
}
