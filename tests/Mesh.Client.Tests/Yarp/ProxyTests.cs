using Mesh.Catalog;
using Mesh.Client.Tests.Http;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Mesh.Client.Tests.Yarp;

/// <summary>YARP in front of services of the mesh.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("Mesh")]
    [InlineData("RoundRobin")]
    public async Task Requests_go_to_the_instances_as_they_come_and_go(string policy)
    {
        await using var servers = await Servers.StartAsync();
        servers.Mesh.Hub.State = new MeshState(MeshPhase.Ready, "ready");
        await using var proxy = await StartAsync(servers, policy);
        using var http = new HttpClient { BaseAddress = new Uri(proxy.Urls.Single()) };
        var orders = servers.Mesh.Resolve("orders").Instances;

        await Eventually.SeesAsync(() => Places(http), p => p.Count == 2, "both", Text);
        servers.Add(orders[0].Instance with { Status = InstanceStatus.Draining });
        await Eventually.SeesAsync(() => Places(http), p => p.Count == 1, "one", Text);
        servers.Add(orders[0].Instance);
        await Eventually.SeesAsync(() => Places(http), p => p.Count == 2, "both again", Text);
    }

    [Fact]
    public async Task Policy_of_the_mesh_goes_by_weight()
    {
        await using var servers = await Servers.StartAsync();
        servers.Mesh.Hub.State = new MeshState(MeshPhase.Ready, "ready");
        var orders = servers.Mesh.Resolve("orders").Instances;
        servers.Add(orders[0].Instance with { Weight = 0 });
        await servers.Mesh.SetPolicyAsync(ServiceName.Parse("orders"), new Selection.ServicePolicy { Policy = "weighted" });
        await using var proxy = await StartAsync(servers, "Mesh");
        using var http = new HttpClient { BaseAddress = new Uri(proxy.Urls.Single()) };

        await Eventually.SeesAsync(() => Places(http), p => p.Count == 1, "the one of weight 1", Text);
    }

    [Fact]
    public async Task Equal_keys_go_to_one_instance_by_the_policy_that_the_cluster_names()
    {
        await using var servers = await Servers.StartAsync();
        servers.Mesh.Hub.State = new MeshState(MeshPhase.Ready, "ready");
        await using var proxy = await StartAsync(servers, "Mesh.consistent-hash", keyHeader: "x-user");
        using var http = new HttpClient { BaseAddress = new Uri(proxy.Urls.Single()) };

        await Eventually.SeesAsync(() => PlacesOfKeys(http, 32), p => p.Distinct().Count() == 2, "both", p => string.Join(", ", p ?? []));
        Assert.Equal(await PlacesOfKeys(http, 32), await PlacesOfKeys(http, 32));
    }

    private static async Task<string[]> PlacesOfKeys(HttpClient http, int count)
    {
        var places = new string[count];
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/where");
            request.Headers.Add("x-user", $"user-{i}");
            using var reply = await http.SendAsync(request);
            places[i] = await reply.Content.ReadAsStringAsync();
        }

        return places;
    }

    /// <summary>Where a few requests went: each server redirects to itself.</summary>
    private static async Task<HashSet<string>> Places(HttpClient http)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 8; i++)
            places.Add(await http.GetStringAsync(new Uri("/where", UriKind.Relative)));
        return places;
    }

    private static string Text(HashSet<string>? places) => string.Join(", ", places ?? []);

    private static async Task<WebApplication> StartAsync(Servers servers, string policy, string keyHeader = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IMeshClient>(servers.Mesh);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "orders", Match = new RouteMatch { Path = "{**rest}" } }],
                [new ClusterConfig
                {
                    ClusterId = "orders",
                    LoadBalancingPolicy = policy,
                    Metadata = new Dictionary<string, string> { ["Mesh:KeyHeader"] = keyHeader },
                    Destinations = new Dictionary<string, DestinationConfig> { ["all"] = new() { Address = "http://orders" } },
                }])
            .AddMesh();
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }
}
