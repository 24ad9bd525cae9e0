using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Node.Federation;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Tests.Federation;

/// <summary>Two ends of gRPC between gateways, over a real connection and a fake mesh.</summary>
public sealed class GrpcLinkTests : IAsyncLifetime, IDisposable
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly RemoteSettings Settings = RemoteSettings.Default with
    {
        Heartbeat = TimeSpan.FromMilliseconds(100),
        MaxInstances = 3,
    };

    private readonly Mesh.Testing.Fakes.FakeMeshClient _mesh = new(TimeProvider.System);
    private readonly GrpcFederationLink _link = new(tls: null, Settings, TimeProvider.System);
    private readonly CancellationTokenSource _limit = new(Patience.Limit);
    private TestDoor _door = null!;
    private ImportCandidate _gateway = null!;

    public async Task InitializeAsync()
    {
        _door = await TestDoor.StartAsync(_mesh, "eu", Settings);
        _gateway = new ImportCandidate("aa", $"127.0.0.1:{_door.Port}");
        Put("o-1");
        await ExportAsync(true);
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    public void Dispose()
    {
        _link.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Stream_brings_what_there_is_then_changes_then_heartbeats()
    {
        await using var stream = Open();
        var snapshot = Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));
        Assert.Equal("eu", snapshot.Mesh);
        Assert.Equal("o-1", Assert.Single(snapshot.Items).Instance.Id.Value);

        Put("o-2");
        Assert.Equal("o-2", Assert.IsType<LinkEvent.Put>(await ChangeAsync(stream)).Item.Instance.Id.Value);
        _mesh.Put(View("o-1"), ChangeKind.Removed);
        Assert.Equal("o-1", Assert.IsType<LinkEvent.Removed>(await ChangeAsync(stream)).Id.Value);

        Assert.IsType<LinkEvent.Heartbeat>(await NextAsync(stream));
    }

    [Fact]
    public async Task Everything_a_caller_needs_of_an_instance_crosses_and_the_standing_too()
    {
        var rich = View("rich") with { Standing = Standing.Suspect };
        rich = rich with
        {
            Instance = rich.Instance with
            {
                Ports = ValueMap<int>.From([new("admin", 9)]),
                Zone = "a",
                Version = "2",
                Tags = ["blue"],
                Metadata = ValueMap<string>.From([new("team", "grün")]),
                Weight = 7,
                Status = InstanceStatus.Warning,
            },
        };
        _mesh.Put(rich, ChangeKind.Added);

        await using var stream = Open();
        var items = Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream)).Items;

        var found = Assert.Single(items, i => i.Instance.Id.Value == "rich");
        Assert.Equal((rich.Instance, Standing.Suspect), (found.Instance, found.Standing));
    }

    [Fact]
    public async Task Service_that_is_not_exported_is_refused_and_nothing_of_it_told()
    {
        await ExportAsync(false);

        await using var stream = Open();

        Assert.IsType<LinkEvent.NotExported>(await NextAsync(stream));
        using var channel = GrpcChannel.ForAddress($"http://{_gateway.Address}");
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new P.Federation.FederationClient(channel).QueryAsync(new P.ServiceRequest { Service = "orders" }));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Gateway_that_does_not_hold_the_registry_yet_is_a_lost_stream_and_refuses_nothing()
    {
        var warming = new Mesh.Testing.Fakes.FakeMeshClient(TimeProvider.System, new MeshState(MeshPhase.Warming, "warming"));
        await using var door = await TestDoor.StartAsync(warming, "eu", Settings);
        _gateway = new ImportCandidate("aa", $"127.0.0.1:{door.Port}");

        await using var stream = Open();

        Assert.Contains("does not hold the registry of eu yet", Assert.IsType<LinkEvent.Lost>(await NextAsync(stream)).Reason);
    }

    [Fact]
    public async Task Gateway_that_left_its_mesh_and_stays_is_a_lost_stream_and_sends_no_more_heartbeats()
    {
        await using var stream = Open();
        Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));

        _mesh.Hub.State = new MeshState(MeshPhase.Stopped, "left");

        var next = await NextAsync(stream);
        while (next is LinkEvent.Heartbeat)
            next = await NextAsync(stream);
        Assert.Contains("the gateway has left eu", Assert.IsType<LinkEvent.Lost>(next).Reason, StringComparison.Ordinal);
        await using var again = Open();
        Assert.IsType<LinkEvent.Lost>(await NextAsync(again));
    }

    [Theory]
    [InlineData(MeshPhase.Restarting)]
    [InlineData(MeshPhase.Leaving)]
    public async Task Gateway_that_never_held_the_registry_refuses_nothing_whatever_it_does(MeshPhase phase)
    {
        var early = new Mesh.Testing.Fakes.FakeMeshClient(TimeProvider.System, new MeshState(phase, ""));
        await using var door = await TestDoor.StartAsync(early, "eu", Settings);
        _gateway = new ImportCandidate("aa", $"127.0.0.1:{door.Port}");

        await using var stream = Open();

        Assert.IsType<LinkEvent.Lost>(await NextAsync(stream));
    }

    [Fact]
    public async Task Export_that_ends_ends_the_stream()
    {
        await using var stream = Open();
        Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));

        await ExportAsync(false);

        Assert.IsType<LinkEvent.NotExported>(await ChangeAsync(stream));
    }

    [Fact]
    public async Task Query_answers_with_revision_and_instances_and_names_what_is_wrong_with_a_name()
    {
        using var channel = GrpcChannel.ForAddress($"http://{_gateway.Address}");
        var client = new P.Federation.FederationClient(channel);

        var snapshot = await client.QueryAsync(new P.ServiceRequest { Service = "Orders" });
        Assert.Equal(("eu", _mesh.Snapshot.Revision, false), (snapshot.Mesh, snapshot.Revision, snapshot.Truncated));

        var wrong = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.QueryAsync(new P.ServiceRequest { Service = "or ders" }));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains("' '", wrong.Status.Detail, StringComparison.Ordinal);
        var large = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.QueryAsync(new P.ServiceRequest { Service = new string('x', 8_192) }));
        Assert.Equal(StatusCode.ResourceExhausted, large.StatusCode);
    }

    [Fact]
    public async Task Instances_beyond_the_bound_stay_behind_and_the_snapshot_says_so()
    {
        foreach (var n in Enumerable.Range(2, 4))
            Put($"o-{n}");
        using var channel = GrpcChannel.ForAddress($"http://{_gateway.Address}");

        var snapshot = await new P.Federation.FederationClient(channel).QueryAsync(new P.ServiceRequest { Service = "orders" });

        Assert.Equal((3, true), (snapshot.Instances.Count, snapshot.Truncated));
    }

    [Fact]
    public async Task Gateway_that_stops_is_a_lost_stream_and_so_is_one_that_never_was()
    {
        await using (var stream = Open())
        {
            Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));
            var stop = _door.Server.StopAsync(CancellationToken.None);
            // In order, not cut off when the door will wait no longer.
            Assert.Equal("the gateway ended the stream", Assert.IsType<LinkEvent.Lost>(await ChangeAsync(stream)).Reason);
            await stop;
        }

        await using var nobody = Open();
        Assert.IsType<LinkEvent.Lost>(await NextAsync(nobody));
    }

    [Fact]
    public async Task Stream_that_is_given_up_gives_its_place_back()
    {
        await using (var stream = Open())
        {
            Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));
            Assert.Equal(1, _door.Server.OpenStreams);
        }

        await Eventually.IsAsync(() => _door.Server.OpenStreams == 0, "the server still counts a stream that is gone");
    }

    [Fact]
    public async Task Stream_to_a_gateway_that_is_kept_ready_takes_the_connection_that_is_open()
    {
        using (_link.KeepReady(_gateway))
        {
            await ConnectionsAsync(_door, 1);

            await using var stream = Open();
            Assert.IsType<LinkEvent.Snapshot>(await NextAsync(stream));

            Assert.Equal(1, _door.Server.OpenConnections);
        }

        await ConnectionsAsync(_door, 0);
    }

    [Fact]
    public async Task Stream_that_moves_to_the_gateway_that_stood_by_needs_no_other_connection()
    {
        var ready = _link.KeepReady(_gateway);
        await ConnectionsAsync(_door, 1);

        await using var stream = Open();
        var next = NextAsync(stream);
        ready.Dispose();

        Assert.IsType<LinkEvent.Snapshot>(await next);
        Assert.Equal(1, _door.Server.OpenConnections);
    }

    [Fact]
    public async Task Connection_that_is_kept_ready_is_opened_again_after_the_gateway_was_gone()
    {
        var port = FreePorts.Take();
        var gateway = new ImportCandidate("aa", $"127.0.0.1:{port}");
        using var ready = _link.KeepReady(gateway);

        await using (var first = await TestDoor.StartAsync(_mesh, "eu", Settings, port: port))
            await ConnectionsAsync(first, 1);
        await using var again = await TestDoor.StartAsync(_mesh, "eu", Settings, port: port);

        await ConnectionsAsync(again, 1);
    }

    [Fact]
    public void Streams_are_bounded_in_all_and_by_peer()
    {
        var budget = new StreamBudget(most: 3, mostPerPeer: 2);
        var first = budget.TryTake("a");
        Assert.NotNull(first);
        Assert.NotNull(budget.TryTake("a"));
        Assert.Null(budget.TryTake("a"));
        Assert.NotNull(budget.TryTake("b"));
        Assert.Null(budget.TryTake("c"));

        first.Dispose();
        first.Dispose();

        Assert.NotNull(budget.TryTake("c"));
        Assert.Null(budget.TryTake("d"));
    }

    [Fact]
    public void Instance_out_of_bounds_is_as_if_it_were_not_there()
    {
        Assert.Null(FederationMapping.FromWire(Orders, new P.Instance { Id = "x", Host = "h", Port = 70_000 }));
        Assert.Null(FederationMapping.FromWire(Orders, new P.Instance { Id = "", Host = "h", Port = 1 }));
        var strange = FederationMapping.FromWire(
            Orders, new P.Instance { Id = "x", Host = "h", Port = 1, Weight = 1, Status = (P.Status)99, Standing = (P.Standing)99 })!;
        Assert.Equal((InstanceStatus.Critical, Standing.Suspect), (strange.Instance.Status, strange.Standing));
    }

    private IAsyncEnumerator<LinkEvent> Open() =>
        _link.SubscribeAsync(_gateway, Orders, _limit.Token).GetAsyncEnumerator(CancellationToken.None);

    private static async Task<LinkEvent> NextAsync(IAsyncEnumerator<LinkEvent> stream)
    {
        Assert.True(await stream.MoveNextAsync(), "the stream ended");
        return stream.Current;
    }

    /// <summary>The next event that is no heartbeat.</summary>
    private static async Task<LinkEvent> ChangeAsync(IAsyncEnumerator<LinkEvent> stream)
    {
        while (true)
        {
            if (await NextAsync(stream) is var said and not LinkEvent.Heartbeat)
                return said;
        }
    }

    private static Task ConnectionsAsync(TestDoor door, int count) => Eventually.IsAsync(
        () => door.Server.OpenConnections == count, $"the gateway has not {count} connections");

    private void Put(string id) => _mesh.Put(View(id), ChangeKind.Added);

    private Task<MeshReplies.ISetPolicyReply> ExportAsync(bool exported) =>
        _mesh.SetPolicyAsync(Orders, ServicePolicy.Default with { Exported = exported });

    private static InstanceView View(string id) =>
        new(TestCatalog.Instance("orders", id), Mesh.Testing.Fakes.FakeMeshClient.Self, Standing.Confirmed);
}
