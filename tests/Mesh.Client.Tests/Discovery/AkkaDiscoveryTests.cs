using Akka.Actor;
using Akka.Discovery;
using Akka.Hosting;
using Mesh.Catalog;
using Mesh.Client.Testing;
using Mesh.Hosting;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Client.Tests.Discovery;

public sealed class AkkaDiscoveryTests
{
    private readonly FakeMesh _mesh = new();

    [Fact]
    public async Task Lookup_gives_the_instances_of_a_service_but_those_that_drain()
    {
        _mesh.Offer("shop", "10.0.0.1", 4100).Offer("shop", "shop-2", 4100)
            .Offer(Instance("critical", InstanceStatus.Critical), Instance("draining", InstanceStatus.Draining));

        var found = await LookupAsync(new Lookup("shop"));

        Assert.Equal(
            ["10.0.0.1:4100 10.0.0.1", "critical:80 ", "shop-2:4100 "],
            found.Select(t => $"{t.Host}:{t.Port} {t.Address}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lookup_of_a_named_port_passes_over_what_has_none()
    {
        _mesh.Offer(Instance("with", InstanceStatus.Passing) with { Ports = ValueMap<int>.From([new("management", 8558)]) })
            .Offer("shop", "without", 80);

        var found = await LookupAsync(new Lookup("shop", "management"));

        Assert.Equal(("with", 8558), found.Select(t => (t.Host, t.Port!.Value)).Single());
    }

    [Fact]
    public async Task Lookup_of_an_unknown_service_is_empty() => Assert.Empty(await LookupAsync(new Lookup("nobody")));

    [Fact]
    public async Task Without_a_client_of_the_mesh_the_method_says_what_is_missing()
    {
        using var system = ActorSystem.Create("Shop", """
            akka.discovery.method = mesh
            akka.discovery.mesh.class = "Mesh.Discovery.MeshServiceDiscovery, Mesh.Discovery"
            """);

        var failure = Assert.ThrowsAny<Exception>(() => Akka.Discovery.Discovery.Get(system).Default);

        Assert.Contains("WithMeshDiscovery", failure.ToString(), StringComparison.Ordinal);
        await system.Terminate();
    }

    private async Task<IReadOnlyList<Akka.Discovery.ServiceDiscovery.ResolvedTarget>> LookupAsync(Lookup lookup)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMeshClient>(_mesh);
        builder.Services.AddAkka("Shop", (akka, provider) => akka.WithMeshDiscovery(provider));
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            var discovery = Akka.Discovery.Discovery.Get(host.Services.GetRequiredService<ActorSystem>()).Default;
            return (await discovery.Lookup(lookup, Patience.Limit)).Addresses;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static ServiceInstance Instance(string host, InstanceStatus status) => new()
    {
        Service = ServiceName.Parse("shop"),
        Id = InstanceId.Parse(host),
        Host = host,
        Port = 80,
        Status = status,
    };
}
