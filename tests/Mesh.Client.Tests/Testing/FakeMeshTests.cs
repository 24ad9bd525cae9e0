using Mesh.Catalog;
using Mesh.Client.Testing;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Tests.Testing;

public sealed class FakeMeshTests
{
    private readonly FakeMesh _mesh = new();

    [Fact]
    public void What_is_offered_is_found_and_picked_and_what_is_withdrawn_is_not()
    {
        _mesh.Offer("orders", "10.0.0.1", 80).Offer("orders", "10.0.0.2", 80).Offer("billing", "10.0.0.3", 80);

        Assert.Equal(2, _mesh.Resolve("orders").Instances.Length);
        Assert.Equal("10.0.0.3", _mesh.Pick("billing")!.Host);
        _mesh.Withdraw("orders", "10.0.0.1:80");
        Assert.Equal("10.0.0.2", _mesh.Pick("orders")!.Host);
        _mesh.Withdraw("orders").Withdraw("orders");
        Assert.Null(_mesh.Pick("orders"));
    }

    [Fact]
    public async Task Watcher_is_told_of_each_change()
    {
        _mesh.Offer("orders", "10.0.0.1", 80, "a");
        await using var changes = _mesh.Watch("orders").GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(ChangeKind.Reset, changes.Current.Kind);
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(ChangeKind.Added, changes.Current.Kind);

        _mesh.Withdraw("orders", "a");

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(ChangeKind.Removed, changes.Current.Kind);
    }

    [Fact]
    public async Task Writes_are_answered_as_by_a_node()
    {
        var instance = new ServiceInstance { Service = ServiceName.Parse("orders"), Id = InstanceId.Parse("a"), Host = "10.0.0.1", Port = 80 };

        var registered = Assert.IsType<Registered>(await _mesh.RegisterAsync(instance));
        Assert.Equal(InstanceStatus.Passing, _mesh.Resolve("orders").Instances[0].Instance.Status);
        Assert.IsType<Drained>(await _mesh.DrainAsync(instance.Key));
        Assert.Null(_mesh.Pick("orders"));
        Assert.IsType<StatusSet>(await _mesh.UndrainAsync(instance.Key));
        Assert.IsType<Rejected>(await _mesh.DeregisterClaimAsync(instance.Key, registered.Claim + 1, ""));
        Assert.IsType<Deregistered>(await _mesh.DeregisterAsync(instance.Key));
        Assert.IsType<InstanceNotFound>(await _mesh.RenewAsync(instance.Key));
        Assert.IsType<Rejected>(await _mesh.RegisterAsync(instance with { Port = -1 }));
        Assert.IsType<PolicySet>(await _mesh.SetPolicyAsync(instance.Service, ServicePolicy.Default with { Policy = PolicyNames.PowerOfTwo }));
        Assert.Equal(PolicyNames.PowerOfTwo, _mesh.PolicyOf(instance.Service).Policy);
    }

    [Fact]
    public async Task Node_that_fails_answers_that_it_cannot()
    {
        var instance = new ServiceInstance { Service = ServiceName.Parse("orders"), Id = InstanceId.Parse("a"), Host = "10.0.0.1", Port = 80 };
        _mesh.Fail("no majority");

        Assert.Equal("no majority", Assert.IsType<Unavailable>(await _mesh.RegisterAsync(instance)).Reason);
        _mesh.Answer();
        Assert.IsType<Registered>(await _mesh.RegisterAsync(instance));
    }

    [Fact]
    public async Task Application_under_test_calls_through_the_fake_and_starts_no_node()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMesh(m => m.Register("shop"));
        builder.Services.AddHttpClient("orders", http => http.BaseAddress = new Uri("http://orders")).AddMesh()
            .ConfigurePrimaryHttpMessageHandler(() => new Http.StubPrimary());
        builder.Services.ReplaceMesh(_mesh);
        using var host = builder.Build();
        await host.StartAsync();
        _mesh.Offer("orders", "10.0.0.1", 5001);

        using var response = await host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders").GetAsync(new Uri("/", UriKind.Relative));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Null(host.Services.GetRequiredService<IMeshInspector>().SelfAddress);
        await host.StopAsync();
    }

    [Fact]
    public async Task Local_mesh_is_real_nodes_that_see_each_other()
    {
        using var limit = new CancellationTokenSource(Patience.Limit * 4);
        await using var mesh = await LocalMesh.StartAsync(nodes: 2, cancellation: limit.Token);
        var instance = new ServiceInstance { Service = ServiceName.Parse("orders"), Id = InstanceId.Parse("a"), Host = "10.0.0.1", Port = 80 };

        await mesh.Clients[0].RegisterAsync(instance, cancellation: limit.Token);

        await foreach (var change in mesh.Clients[1].Watch("orders", cancellation: limit.Token))
        {
            if (change.Kind is ChangeKind.Added)
                break;
        }

        Assert.Equal("10.0.0.1", mesh.Clients[1].Pick("orders")!.Host);
        await mesh.RemoveAsync(limit.Token);
        Assert.Single(mesh.Seeds);
    }
}
