using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;
using Mesh.Testing.Processes;
using Mvccpb;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>Two nodes as processes: what clients of one see of the other's, and what is left when one is killed.</summary>
public sealed class TwoNodeTests : IAsyncLifetime
{
    private const long Ttl = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private NodeProcess _one = null!;
    private NodeProcess _two = null!;

    public async Task InitializeAsync()
    {
        _one = await NodeProcess.StartAsync("--etcd", "0", "--etcd-json", "0");
        _two = await NodeProcess.StartAsync("--etcd", "0", "--etcd-json", "0", "--seed", _one.Address);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_registration_at_one_node_is_an_instance_and_a_key_at_the_other()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        using var native = new NodeApi(_two.Http);
        using var nativeOne = new NodeApi(_one.Http);

        await one.Kv.PutAsync(Put("/services/orders/127.0.0.1:8001", ""));
        await nativeOne.RegisterAsync("billing", "b-1", 9001);

        await NodeApi.UntilAsync(
            async () => await native.InRotationAsync("orders") is ["127.0.0.1:8001"], Limit, "the instance of the key at the other node");
        await NodeApi.UntilAsync(
            async () => await two.KeysAsync("/services/") is ["/services/billing/127.0.0.1:9001", "/services/orders/127.0.0.1:8001"],
            Limit,
            "the key and the instance of the other door at the other node");

        // Deleted where neither was registered.
        var deleted = await two.Kv.DeleteRangeAsync(new DeleteRangeRequest { Key = Key("/services/"), RangeEnd = Key("/services0") });
        Assert.Equal(2, deleted.Deleted);
        await NodeApi.UntilAsync(async () => (await native.IdsAsync("orders")).Length == 0, Limit, "no orders left");
        await NodeApi.UntilAsync(async () => (await nativeOne.IdsAsync("billing")).Length == 0, Limit, "no billing left");
    }

    [Fact]
    public async Task A_lease_lives_while_it_is_kept_alive_at_the_other_node_and_ends_with_its_time_after()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        var lease = await one.Leases.LeaseGrantAsync(new LeaseGrantRequest { TTL = Ttl });
        await one.Kv.PutAsync(Put("/leased", "x", lease.ID));
        await NodeApi.UntilAsync(
            async () =>
            {
                Assert.Equal(Ttl, await TtlAsync(one, lease.ID));
                return await two.KeysAsync("/leased") is ["/leased"];
            },
            Limit,
            "the key at the other node");
        using var watch = two.Watches.Watch();
        await watch.RequestStream.WriteAsync(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = Key("/leased") } });
        await NextAsync(watch.ResponseStream);

        var last = await KeepAliveAsync(two, lease.ID, TimeSpan.FromSeconds(2 * Ttl));
        Assert.Equal(["/leased"], await one.KeysAsync("/leased"));
        var gone = await NextAsync(watch.ResponseStream);

        Assert.Equal(Event.Types.EventType.Delete, Assert.Single(gone.Events).Type);
        Assert.InRange(Stopwatch.GetElapsedTime(last).TotalSeconds, Ttl - 0.1, Ttl + 20);
        Assert.Equal(-1, (await one.Leases.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = lease.ID })).TTL);
    }

    [Fact]
    public async Task A_lease_and_its_keys_outlive_the_node_that_granted_it()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        using var native = new NodeApi(_two.Http);
        var lease = await one.Leases.LeaseGrantAsync(new LeaseGrantRequest { TTL = 60 });
        await one.Kv.PutAsync(Put("/services/orders/127.0.0.1:8001", "", lease.ID));
        await NodeApi.UntilAsync(async () => await native.InRotationAsync("orders") is [_], Limit, "the instance at the other node");

        _one.Kill();
        await NodeApi.UntilAsync(async () => (await native.MembersAsync()).Length == 1, Limit, "the node removed");

        await NodeApi.UntilAsync(async () => await TtlAsync(two, lease.ID) > 0, Limit, "the lease renewed at the survivor");
        Assert.Equal(["/services/orders/127.0.0.1:8001"], await two.KeysAsync("/services/"));
        await NodeApi.UntilAsync(
            async () => await native.InRotationAsync("orders") is ["127.0.0.1:8001"], Limit, "the instance, owned by the survivor");
        await two.Leases.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID });
        Assert.Empty(await two.KeysAsync("/services/"));
    }

    [Fact]
    public async Task A_watch_that_moves_to_the_other_node_is_given_its_state_and_goes_on()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        var put = await one.Kv.PutAsync(Put("/moved/1", "1"));
        await one.Kv.PutAsync(Put("/moved/2", "2"));
        await NodeApi.UntilAsync(async () => (await two.KeysAsync("/moved/")).Length == 2, Limit, "both keys at the other node");

        using var watch = two.Watches.Watch();
        await watch.RequestStream.WriteAsync(new WatchRequest
        {
            CreateRequest = new WatchCreateRequest
            {
                Key = Key("/moved/"),
                RangeEnd = Key("/moved0"),
                StartRevision = put.Header.Revision + 1,
            },
        });
        Assert.True((await NextAsync(watch.ResponseStream)).Created);
        var state = await NextAsync(watch.ResponseStream);
        await two.Kv.DeleteRangeAsync(new DeleteRangeRequest { Key = Key("/moved/1") });
        var live = await NextAsync(watch.ResponseStream);

        Assert.Contains("/moved/2", state.Events.Select(e => e.Kv.Key.ToStringUtf8()));
        Assert.Equal("/moved/1", Assert.Single(live.Events).Kv.Key.ToStringUtf8());
        Assert.NotEqual(put.Header.MemberId, live.Header.MemberId);
        Assert.Equal(put.Header.ClusterId, live.Header.ClusterId);
    }

    [Fact]
    public async Task What_only_one_of_two_clients_may_win_is_refused_at_both_nodes()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        var absent = new TxnRequest
        {
            Compare = { new Compare { Key = Key("/services/orders/10.0.0.1:80"), Target = Compare.Types.CompareTarget.Create, CreateRevision = 0 } },
            Success = { new RequestOp { RequestPut = Put("/services/orders/10.0.0.1:80", "") } },
        };

        foreach (var client in new[] { one, two })
        {
            var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await client.Kv.TxnAsync(absent));
            Assert.Equal(Grpc.Core.StatusCode.Unimplemented, refused.StatusCode);
            Assert.Contains("several nodes, of which none decides for all", refused.Status.Detail, StringComparison.Ordinal);
            Assert.Empty(await client.KeysAsync("/services/"));
        }
    }

    [Fact]
    public async Task Both_members_are_listed_with_the_port_of_the_protocol_that_asks()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        string[] grpc = [$"http://127.0.0.1:{_one.Ports.Etcd}", $"http://127.0.0.1:{_two.Ports.Etcd}"];
        string[] json = [$"http://127.0.0.1:{_one.Ports.EtcdJson}", $"http://127.0.0.1:{_two.Ports.EtcdJson}"];

        foreach (var client in new[] { one, two })
        {
            await NodeApi.UntilAsync(
                async () => (await client.MembersAsync()).SelectMany(m => m.ClientURLs).SequenceEqual(grpc), Limit, "both members");
        }

        Assert.Equal(
            (await one.MembersAsync()).Select(m => (m.ID, m.Name)), (await two.MembersAsync()).Select(m => (m.ID, m.Name)));
        Assert.Equal(
            (await two.Kv.RangeAsync(new RangeRequest { Key = Key("k") })).Header.MemberId, (await one.MembersAsync())[1].ID);
        using var http = new HttpClient();
        foreach (var url in json)
        {
            using var reply = await http.PostAsync(new Uri($"{url}/v3/cluster/member/list"), new StringContent("{}"));
            using var body = System.Text.Json.JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            Assert.Equal(json, body.RootElement.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("clientURLs")[0].GetString()));
        }
    }

    [Fact]
    public async Task Of_two_who_ask_both_nodes_for_one_lease_number_at_once_one_is_refused()
    {
        using var one = new Client(_one);
        using var two = new Client(_two);
        for (var id = 1_001; id < 1_021; id++)
        {
            var outcomes = await Task.WhenAll(GrantAsync(one, id), GrantAsync(two, id));

            Assert.Equal(["FailedPrecondition etcdserver: lease already exists", "granted"], outcomes.Order(StringComparer.Ordinal));
            // Known at both, whichever decided.
            await one.Kv.PutAsync(Put($"/leased/{id}", "", id));
            await two.Kv.PutAsync(Put($"/leased/{id}", "", id));
        }
    }

    [Fact]
    public async Task The_native_api_and_etcds_are_reachable_on_their_own_ports_alone()
    {
        using var http = new HttpClient();
        using var h2 = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_one.Ports.Etcd}/mesh/v1/services")
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var onEtcd = await http.SendAsync(h2);
        using var onNative = await http.PostAsync(
            new Uri(_one.Http, "/etcdserverpb.KV/Range"), new ByteArrayContent([]));
        using var onJson = await http.GetAsync($"http://127.0.0.1:{_one.Ports.EtcdJson}/mesh/v1/services");

        Assert.Equal("12", onEtcd.Headers.GetValues("grpc-status").Single());
        Assert.Equal(404, (int)onNative.StatusCode);
        Assert.Equal(404, (int)onJson.StatusCode);
    }

    /// <summary>For so long.</summary>
    /// <returns>When the last renewal began: the lease ends its time to live after that, and not before.</returns>
    private static async Task<long> KeepAliveAsync(Client client, long lease, TimeSpan length)
    {
        var began = Stopwatch.GetTimestamp();
        // A client's pace: a third of the time to live.
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(Ttl / 3.0), TimeProvider.System);
        while (true)
        {
            var last = Stopwatch.GetTimestamp();
            Assert.Equal(Ttl, await TtlAsync(client, lease));
            if (Stopwatch.GetElapsedTime(began) > length)
                return last;
            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task<string> GrantAsync(Client client, long id)
    {
        try
        {
            await client.Leases.LeaseGrantAsync(new LeaseGrantRequest { TTL = 60, ID = id });
            return "granted";
        }
        catch (Grpc.Core.RpcException refused)
        {
            return $"{refused.StatusCode} {refused.Status.Detail}";
        }
    }

    private static async Task<long> TtlAsync(Client client, long lease)
    {
        using var stream = client.Leases.LeaseKeepAlive();
        await stream.RequestStream.WriteAsync(new LeaseKeepAliveRequest { ID = lease });
        return (await NextAsync(stream.ResponseStream)).TTL;
    }

    private static async Task<T> NextAsync<T>(Grpc.Core.IAsyncStreamReader<T> stream)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await stream.MoveNext(limit.Token) ? stream.Current : throw new InvalidOperationException("the stream ended");
    }

    private static PutRequest Put(string key, string value, long lease = 0) =>
        new() { Key = Key(key), Value = ByteString.CopyFromUtf8(value), Lease = lease };

    private static ByteString Key(string text) => ByteString.CopyFromUtf8(text);

    private sealed class Client(NodeProcess node) : IDisposable
    {
        private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{node.Ports.Etcd}");

        public KV.KVClient Kv => new(_channel);

        public Lease.LeaseClient Leases => new(_channel);

        public Watch.WatchClient Watches => new(_channel);

        public async Task<IReadOnlyList<Member>> MembersAsync() =>
            [.. (await new Cluster.ClusterClient(_channel).MemberListAsync(new MemberListRequest())).Members];

        public async Task<string[]> KeysAsync(string prefix)
        {
            var end = prefix[..^1] + (char)(prefix[^1] + 1);
            var reply = await Kv.RangeAsync(new RangeRequest { Key = Key(prefix), RangeEnd = Key(end), KeysOnly = true });
            return [.. reply.Kvs.Select(k => k.Key.ToStringUtf8())];
        }

        public void Dispose() => _channel.Dispose();
    }
}
