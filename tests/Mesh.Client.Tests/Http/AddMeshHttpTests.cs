using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

public sealed class AddMeshHttpTests
{
    [Fact]
    public async Task Client_made_by_the_factory_calls_a_real_server_and_passes_over_a_dead_port()
    {
        await using var server = await StartServer();
        using var nobody = new DeadPort();
        var catalog = new TestCatalog().Put(
            Instance("orders", "dead", nobody.Number, "127.0.0.1"),
            Instance("orders", "live", new Uri(server.Urls.Single()).Port, "127.0.0.1"));
        var mesh = new FakeMeshClient(catalog);
        await using var services = Services(mesh);
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        for (var i = 0; i < 4; i++)
            Assert.Equal(new Uri(server.Urls.Single()).Authority, await http.GetStringAsync(new Uri("http://orders/host")));

        Assert.All(mesh.Refused, r => Assert.Equal("dead", r.Endpoint.Instance.Id.Value));
    }

    [Fact]
    public async Task Option_out_of_bounds_names_the_client()
    {
        await using var services = Services(new FakeMeshClient(TimeProvider.System), o => (o.MaxAttempts, o.Policy) = (0, "best"));

        var trouble = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IHttpClientFactory>().CreateClient("shop"));

        Assert.Equal(
            [
                "HttpClient 'shop':MaxAttempts: '0' must be 1 to 10",
                "HttpClient 'shop':Policy: 'best' must be one of round-robin, random, weighted, power-of-two, consistent-hash",
            ],
            trouble.Failures);
    }

    [Fact]
    public async Task Without_a_node_the_error_says_what_to_add()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("shop").AddMesh();
        await using var provider = services.BuildServiceProvider();

        var trouble = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient("shop"));

        Assert.Contains("builder.AddMesh(", trouble.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(FakeMeshClient mesh, Action<MeshHttpOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IMeshClient>(mesh);
        services.AddHttpClient("shop").AddMesh(configure);
        return services.BuildServiceProvider();
    }

    private static async Task<WebApplication> StartServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/host", (HttpContext context) => context.Request.Host.Value);
        await app.StartAsync();
        return app;
    }
}
