using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.Client;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Tests.Runtime;

/// <summary>Applications with an ActorSystem of their own, inside the mesh and outside.</summary>
public sealed class OwnActorSystemTests
{
    [Fact]
    public async Task Own_system_is_a_node_and_its_client_sees_the_mesh()
    {
        await using var seed = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMeshClient(m => m.WithSeeds(seed.Address));
        builder.Services.AddAkka(MeshNames.ActorSystem, (akka, sp) => akka.WithMeshClient(sp));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IMeshClient>();

        var registered = await client.RegisterAsync(TestCatalog.Instance("billing", "b-1", 9090, "127.0.0.1"));
        await seed.WhenOfferedAsync("billing", 1);
        await foreach (var change in client.Watch("orders").WithCancellation(new CancellationTokenSource(Patience.Limit).Token))
        {
            if (change.Instance is { IsOffered: true })
                break;
        }

        Assert.IsType<MeshReplies.Registered>(registered);
        Assert.Equal(8080, client.Pick("orders")!.Port);
        await host.StopAsync();
    }

    [Fact]
    public void Registration_that_nobody_would_make_stops_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMeshClient(m => m.Register("orders", port: 8080));
        using var host = builder.Build();

        var refused = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<MeshClientOptions>>().Value);

        Assert.Contains("'orders' must be registered by IMeshClient.RegisterAsync", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actor_inside_the_mesh_asks_the_registry_and_the_router_by_selection()
    {
        await using var node = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080));
        await node.WhenOfferedAsync("orders", 1);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(MeshNames.ActorSystem, akka => akka
            .WithMesh(new MeshOptions { Seeds = { node.Address } }));
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var there = $"akka.tcp://{MeshNames.ActorSystem}@{node.Address}";

        var all = await system.ActorSelection(there + MeshNames.RegistryPath)
            .Ask<RegistryProtocol.Services>(RegistryProtocol.GetServices.Instance, Patience.Limit);
        var picked = await system.ActorSelection(there + MeshNames.SelectPath)
            .Ask<RegistryProtocol.ISelectReply>(Select("orders"), Patience.Limit);

        Assert.Equal("orders", Assert.Single(all.Items).Name.Value);
        Assert.Equal(8080, Assert.Single(Assert.IsType<RegistryProtocol.Selected>(picked).Items).Instance.Port);
        await host.StopAsync();
    }

    [Fact]
    public async Task System_outside_the_mesh_asks_through_the_receptionist()
    {
        await using var node = await EmbeddedNode.StartAsync(m => m.Register("orders", port: 8080));
        await node.WhenOfferedAsync("orders", 1);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var receptionist = ActorPath.Parse($"akka.tcp://{MeshNames.ActorSystem}@{node.Address}/system/receptionist");
        builder.Services.AddAkka("elsewhere", akka => akka
            .WithRemoting("127.0.0.1", 0)
            .WithMeshMessages()
            .WithClusterClient<RegistryProtocol.IQuery>([receptionist]));
        using var host = builder.Build();
        await host.StartAsync();
        var client = await host.Services.GetRequiredService<IRequiredActor<RegistryProtocol.IQuery>>().GetAsync();

        var registry = await client.Ask<RegistryProtocol.Instances>(
            new ClusterClient.Send(
                MeshNames.RegistryPath,
                new RegistryProtocol.GetInstances(ServiceName.Parse("orders"), InstanceFilter.Any),
                localAffinity: true),
            Patience.Limit);
        var router = await client.Ask<RegistryProtocol.ISelectReply>(
            new ClusterClient.Send(MeshNames.SelectPath, Select("orders"), localAffinity: true), Patience.Limit);

        Assert.Equal(8080, Assert.Single(registry.Items).Instance.Port);
        Assert.IsType<RegistryProtocol.Selected>(router);
        await host.StopAsync();
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var services = new ServiceCollection();
        services.AddAkka("x", akka => akka.WithMesh(new MeshOptions { Port = -1, Buckets = 0 }));
        using var provider = services.BuildServiceProvider();

        var trouble = Assert.Throws<ArgumentException>(() => provider.GetRequiredService<ActorSystem>());

        Assert.StartsWith("Mesh:Port: '-1' must be 0 to 65535; Mesh:Buckets: '0' must be", trouble.Message, StringComparison.Ordinal);
    }

    private static RegistryProtocol.Select Select(string service) =>
        new(ServiceName.Parse(service), "customer-7", null, 1, InstanceFilter.Any);
}
