using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.ServiceDiscovery;

/// <summary>Services of the mesh as Microsoft's library resolves them.</summary>
public sealed class EndpointProviderTests
{
    private readonly TestCatalog _catalog = new();
    private readonly FakeMeshClient _mesh;

    public EndpointProviderTests()
    {
        _mesh = new FakeMeshClient(_catalog);
        _mesh.Hub.State = new Views.MeshState(Views.MeshPhase.Ready, "ready");
    }

    [Fact]
    public async Task Endpoints_are_the_instances_that_picks_choose_among()
    {
        _catalog.Put(
            Instance("orders", "a", 1), Instance("orders", "b", 2) with { Status = InstanceStatus.Draining }, Instance("orders", "c", 3));
        await using var services = Services();

        var source = await Resolve(services, "http://orders");

        Assert.Equal(["http://10.0.0.1:1/", "http://10.0.0.1:3/"], Text(source));
    }

    [Fact]
    public async Task Scheme_and_name_of_the_port_are_those_asked_for()
    {
        _catalog.Put(
            Instance("orders", "a", 80) with { Ports = ValueMap<int>.From([new("http", 80), new("https", 443), new("admin", 9)]) },
            Instance("orders", "b", 81) with { Ports = ValueMap<int>.From([new("http", 81)]) });
        await using var services = Services();

        var either = await Resolve(services, "https+http://orders");
        var secure = await Resolve(services, "https://orders");
        var admin = await Resolve(services, "http://_admin.orders");

        Assert.Equal(["https://10.0.0.1/", "http://10.0.0.1:81/"], Text(either));
        Assert.Equal(["https://10.0.0.1/"], Text(secure));
        Assert.Equal("orders", secure.Endpoints[0].Features.Get<IHostNameFeature>()!.HostName);
        Assert.Equal(["http://10.0.0.1:9/"], Text(admin));
    }

    [Fact]
    public async Task Token_fires_when_the_view_moves_and_again_after_the_next_look()
    {
        _catalog.Put(Instance("orders", "a", 1));
        await using var services = Services();

        for (var port = 2; port < 5; port++)
        {
            var source = await Resolve(services, "http://orders");
            var changed = Fired(source.ChangeToken);
            _catalog.Put(Instance("orders", "a", port));
            await changed;

            // The library looks again by itself when it is told.
            var expected = $"http://10.0.0.1:{port}/";
            await Eventually.SeesAsync(
                async () => Text(await Resolve(services, "http://orders")), t => t.SequenceEqual([expected]), expected);
        }
    }

    [Fact]
    public async Task Service_that_comes_later_takes_the_place_of_the_name()
    {
        await using var services = Services();
        var source = await Resolve(services, "http://orders");
        var changed = Fired(source.ChangeToken);

        _catalog.Put(Instance("orders", "a", 1));
        await changed;

        await Eventually.SeesAsync(
            async () => Text(await Resolve(services, "http://orders")), t => t.SequenceEqual(["http://10.0.0.1:1/"]), "the instance");
    }

    [Fact]
    public async Task Endpoints_of_the_configuration_come_first()
    {
        _catalog.Put(Instance("orders", "a", 1));
        await using var services = Services(new() { ["Services:orders:http:0"] = "http://10.9.9.9:99" });

        Assert.Equal(["http://10.9.9.9:99/"], Text(await Resolve(services, "http://orders")));
    }

    [Fact]
    public async Task Name_of_a_site_is_left_alone_whoever_registers_it()
    {
        _catalog.Put(Instance("api.example.com", "a", 1));
        await using var services = Services();

        var source = await Resolve(services, "http://api.example.com");

        Assert.DoesNotContain("10.0.0.1", string.Join(' ', source.Endpoints), StringComparison.Ordinal);
    }

    private ServiceProvider Services(Dictionary<string, string?>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IMeshClient>(_mesh);
        services.AddServiceDiscovery();
        services.AddMeshServiceEndpointProvider();
        return services.BuildServiceProvider();
    }

    private static async Task<ServiceEndpointSource> Resolve(ServiceProvider services, string name) =>
        await services.GetRequiredService<ServiceEndpointResolver>().GetEndpointsAsync(name, CancellationToken.None);

    private static string[] Text(ServiceEndpointSource source) =>
        [.. source.Endpoints.Select(e => e.EndPoint is UriEndPoint uri ? uri.Uri.ToString() : $"{e.EndPoint}")];

    private static Task Fired(IChangeToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.RegisterChangeCallback(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);
        return fired.Task.WaitAsync(Patience.Limit);
    }
}
