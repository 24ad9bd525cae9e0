using System.Net;
using System.Text;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>A node that does not hold the mesh, or has left it, sends its clients to another.</summary>
public sealed class ReadinessTests
{
    private const string NoLeader = "etcdserver: no leader";
    private static readonly MeshState Joining = new(MeshPhase.Joining, "asks its seeds");
    private static readonly MeshState Left = new(MeshPhase.Stopped, "left");

    public static TheoryData<string> Calls => [.. Each.Keys];

    private static readonly Dictionary<string, Func<GrpcChannel, Task>> Each = new()
    {
        ["range"] = async c => await new KV.KVClient(c).RangeAsync(new RangeRequest { Key = Key }),
        ["put"] = async c => await new KV.KVClient(c).PutAsync(new PutRequest { Key = Key }),
        ["delete"] = async c => await new KV.KVClient(c).DeleteRangeAsync(new DeleteRangeRequest { Key = Key }),
        ["txn"] = async c => await new KV.KVClient(c).TxnAsync(new TxnRequest()),
        ["grant"] = async c => await new Lease.LeaseClient(c).LeaseGrantAsync(new LeaseGrantRequest { TTL = 10 }),
        ["ttl"] = async c => await new Lease.LeaseClient(c).LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = 1 }),
        ["leases"] = async c => await new Lease.LeaseClient(c).LeaseLeasesAsync(new LeaseLeasesRequest()),
        ["keep-alive"] = KeepAliveAsync,
        ["watch"] = WatchAsync,
        ["members"] = async c => await new Cluster.ClusterClient(c).MemberListAsync(new MemberListRequest()),
        ["status"] = async c => await new Maintenance.MaintenanceClient(c).StatusAsync(new StatusRequest()),
    };

    private static ByteString Key => ByteString.CopyFromUtf8("/services/orders/10.0.0.1:80");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_call_is_unavailable_before_the_node_is_ready_and_after_it_left(string call)
    {
        await using var door = await TestDoor.StartAsync(state: Joining);
        using var channel = GrpcChannel.ForAddress($"http://{door.Endpoint}");

        Assert.Equal(Unavailable, await StatusOfAsync(() => Each[call](channel)));
        door.Mesh.Hub.State = new MeshState(MeshPhase.Ready, "ready");
        Assert.NotEqual(StatusCode.Unavailable, (await StatusOfAsync(() => Each[call](channel))).Code);
        door.Mesh.Hub.State = new MeshState(MeshPhase.Restarting, "begins anew");
        Assert.NotEqual(StatusCode.Unavailable, (await StatusOfAsync(() => Each[call](channel))).Code);
        door.Mesh.Hub.State = Left;
        Assert.Equal(Unavailable, await StatusOfAsync(() => Each[call](channel)));
    }

    [Fact]
    public async Task Open_streams_end_as_unavailable_when_the_node_leaves()
    {
        await using var door = await TestDoor.StartAsync();
        using var channel = GrpcChannel.ForAddress($"http://{door.Endpoint}");
        using var watch = new Watch.WatchClient(channel).Watch();
        await watch.RequestStream.WriteAsync(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = Key } });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit));
        using var idle = new Watch.WatchClient(channel).Watch();
        using var keepAlive = new Lease.LeaseClient(channel).LeaseKeepAlive();
        await keepAlive.RequestStream.WriteAsync(new LeaseKeepAliveRequest { ID = 5 });
        Assert.True(await keepAlive.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit));
        await idle.RequestStream.WriteAsync(new WatchRequest { ProgressRequest = new WatchProgressRequest() });
        Assert.True(await idle.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit));

        door.Mesh.Hub.State = Left;

        Assert.Equal(Unavailable, await StatusOfAsync(() => watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit)));
        Assert.Equal(Unavailable, await StatusOfAsync(() => idle.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit)));
        Assert.Equal(Unavailable, await StatusOfAsync(() => keepAlive.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit)));
    }

    [Theory]
    [InlineData("/v3/kv/range", "{\"key\":\"YQ==\"}")]
    [InlineData("/v3/lease/keepalive", "{\"ID\":\"1\"}")]
    [InlineData("/v3/watch", "{\"create_request\":{\"key\":\"YQ==\"}}")]
    public async Task The_json_door_answers_503_in_its_form(string path, string body)
    {
        await using var door = await TestDoor.StartAsync(state: Joining);
        using var content = new StringContent(body);
        using var reply = await door.Json.PostAsync(new Uri(path, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.Equal(
            $"{{\"error\":\"{NoLeader}\",\"message\":\"{NoLeader}\",\"code\":14}}", await reply.Content.ReadAsStringAsync());
        using var version = await door.Json.GetAsync(new Uri("/version", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, version.StatusCode);
    }

    [Fact]
    public async Task A_json_watch_says_why_it_ends()
    {
        await using var door = await TestDoor.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/watch")
        {
            Content = new StringContent("{\"create_request\":{\"key\":\"YQ==\"}}", Encoding.UTF8),
        };
        using var reply = await door.Json.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
        Assert.Contains("created", await lines.ReadLineAsync(), StringComparison.Ordinal);

        door.Mesh.Hub.State = Left;

        Assert.Contains(NoLeader, await lines.ReadToEndAsync().WaitAsync(Patience.Limit), StringComparison.Ordinal);
    }

    private static (StatusCode Code, string Text) Unavailable => (StatusCode.Unavailable, NoLeader);

    private static async Task KeepAliveAsync(GrpcChannel channel)
    {
        using var call = new Lease.LeaseClient(channel).LeaseKeepAlive();
        await call.ResponseStream.MoveNextAfterAsync(call.RequestStream, new LeaseKeepAliveRequest { ID = 1 });
    }

    private static async Task WatchAsync(GrpcChannel channel)
    {
        using var call = new Watch.WatchClient(channel).Watch();
        await call.ResponseStream.MoveNextAfterAsync(
            call.RequestStream, new WatchRequest { CreateRequest = new WatchCreateRequest { Key = Key } });
    }

    private static async Task<(StatusCode Code, string Text)> StatusOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return (StatusCode.OK, "");
        }
        catch (RpcException fault)
        {
            return (fault.StatusCode, fault.Status.Detail);
        }
    }
}
