using Grpc.Core;
using Grpc.Health.V1;
using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using HealthService = Grpc.Health.V1.Health;

namespace Mesh.Client.Tests.Grpc;

/// <summary>Clients of gRPC by the name of a service: through the mesh's HTTP handler, and by channels of Mesh.Grpc.</summary>
public sealed class GrpcClientTests
{
    private readonly TestCatalog _catalog = new();
    private readonly FakeMeshClient _mesh;

    public GrpcClientTests() => _mesh = new FakeMeshClient(_catalog);

    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + Patience.Limit;

    [Theory]
    [InlineData("http://greeter")]
    [InlineData("mesh:///greeter")]
    public async Task Calls_reach_every_instance_of_the_service(string address)
    {
        await using var one = await GreeterServer.StartAsync("g-1");
        await using var two = await GreeterServer.StartAsync("g-2");
        _catalog.Put(one.Instance, two.Instance);
        await using var services = Services(address);
        var client = services.GetRequiredService<HealthService.HealthClient>();

        await Eventually.IsAsync(
            async () =>
            {
                await client.CheckAsync(new HealthCheckRequest(), deadline: Deadline);
                return !one.Calls.IsEmpty && !two.Calls.IsEmpty;
            },
            () => $"{one.Calls.Count} and {two.Calls.Count} calls");
    }

    [Fact]
    public async Task Instance_that_nobody_listens_at_is_passed_over()
    {
        using var nobody = new DeadPort();
        await using var one = await GreeterServer.StartAsync("g-1");
        _catalog.Put(one.Instance, TestCatalog.Instance("greeter", "dead", nobody.Number, "127.0.0.1"));
        await using var services = Services("http://greeter");
        var client = services.GetRequiredService<HealthService.HealthClient>();

        for (var i = 0; i < 4; i++)
            await client.CheckAsync(new HealthCheckRequest(), deadline: Deadline);

        Assert.Equal(4, one.Calls.Count);
    }

    [Fact]
    public async Task Drained_instance_gets_no_new_call_and_its_stream_ends_in_order()
    {
        await using var one = await GreeterServer.StartAsync("g-1");
        await using var two = await GreeterServer.StartAsync("g-2");
        _catalog.Put(one.Instance);
        await using var services = Services("mesh:///greeter");
        var client = services.GetRequiredService<HealthService.HealthClient>();
        using var stream = client.Watch(new HealthCheckRequest(), deadline: Deadline);
        Assert.True(await stream.ResponseStream.MoveNext());

        _catalog.Put(one.Instance with { Status = InstanceStatus.Draining }, two.Instance);
        for (var i = 0; i < 10; i++)
            await client.CheckAsync(new HealthCheckRequest(), deadline: Deadline);
        one.GoOn();

        Assert.Equal((0, 10), (one.Calls.Count, two.Calls.Count));
        Assert.True(await stream.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, stream.ResponseStream.Current.Status);
        Assert.False(await stream.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Service_that_nobody_offers_is_unavailable_and_found_once_there_is_an_instance()
    {
        _mesh.Hub.State = new Views.MeshState(Views.MeshPhase.Ready, "ready");
        await using var services = Services("mesh:///greeter");
        var client = services.GetRequiredService<HealthService.HealthClient>();
        var trouble = await Assert.ThrowsAsync<RpcException>(
            async () => await client.CheckAsync(new HealthCheckRequest(), deadline: Deadline));

        await using var one = await GreeterServer.StartAsync("g-1");
        var waiting = client.CheckAsync(
            new HealthCheckRequest(), new CallOptions(deadline: Deadline).WithWaitForReady());
        _catalog.Put(one.Instance);
        await waiting;

        Assert.Equal(StatusCode.Unavailable, trouble.StatusCode);
        Assert.Contains("No instance of the service 'greeter' is available", trouble.Status.Detail, StringComparison.Ordinal);
        Assert.Single(one.Calls);
    }

    [Fact]
    public async Task Equal_keys_go_to_the_same_instance()
    {
        await using var one = await GreeterServer.StartAsync("g-1");
        await using var two = await GreeterServer.StartAsync("g-2");
        await using var three = await GreeterServer.StartAsync("g-3");
        _catalog.Put(one.Instance, two.Instance, three.Instance);
        await using var services = Services("mesh:///greeter?key=x-tenant");
        var client = services.GetRequiredService<HealthService.HealthClient>();
        GreeterServer[] all = [one, two, three];
        // Until each has its connection a call goes to one that has.
        await Eventually.IsAsync(
            async () =>
            {
                await client.CheckAsync(new HealthCheckRequest(), deadline: Deadline);
                return all.All(s => !s.Calls.IsEmpty);
            },
            () => string.Join(", ", all.Select(s => s.Calls.Count)));

        for (var i = 0; i < 40; i++)
            await client.CheckAsync(new HealthCheckRequest(), new Metadata { { "x-tenant", $"t{i % 8}" } }, Deadline);

        var places = all.SelectMany((s, at) => s.Calls.Where(k => k.Length > 0).Distinct().Select(k => (k, at))).ToArray();
        Assert.Equal(8, places.Length);
        Assert.True(places.Select(p => p.at).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("mesh://greeter", "three slashes")]
    [InlineData("mesh:///a b", "names no service")]
    [InlineData("mesh:///greeter?policy=best", "policy 'best' must be one of round-robin")]
    [InlineData("mesh:///greeter?hash=x", "'hash' is not known; known are policy and key")]
    public async Task Address_that_cannot_be_is_refused_with_a_reason(string address, string reason)
    {
        await using var services = Services(address);

        var trouble = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<HealthService.HealthClient>());

        Assert.Contains(reason, trouble.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Services(string address)
    {
        var services = new ServiceCollection();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IMeshClient>(_mesh);
        services.AddMeshGrpc();
        var client = services.AddGrpcClient<HealthService.HealthClient>(o => o.Address = new Uri(address));
        if (address.StartsWith("mesh:", StringComparison.Ordinal))
            client.ConfigureChannel(o => o.Credentials = ChannelCredentials.Insecure);
        else
            client.AddMesh();
        return services.BuildServiceProvider();
    }
}
