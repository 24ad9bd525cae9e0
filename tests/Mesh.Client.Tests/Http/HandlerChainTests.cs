using System.Net;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

/// <summary>The mesh's handler among those that an application has, as the factory puts them together.</summary>
public sealed class HandlerChainTests
{
    [Fact]
    public async Task Primary_handler_of_the_application_keeps_all_its_settings()
    {
        using var own = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(9),
            PooledConnectionLifetime = TimeSpan.FromSeconds(33),
            MaxAutomaticRedirections = 7,
        };
        using var untouched = new SocketsHttpHandler();
        await using var services = Services(new FakeMeshClient(TimeProvider.System), b => b.ConfigurePrimaryHttpMessageHandler(() => own));
        await using var others = Services(
            new FakeMeshClient(TimeProvider.System), b => b.ConfigurePrimaryHttpMessageHandler(() => untouched), first: true);

        services.GetRequiredService<IHttpClientFactory>().CreateClient("shop").Dispose();
        others.GetRequiredService<IHttpClientFactory>().CreateClient("shop").Dispose();

        Assert.Equal((9, 33, 7, true), (own.ConnectTimeout.TotalSeconds, own.PooledConnectionLifetime.TotalSeconds, own.MaxAutomaticRedirections, own.AllowAutoRedirect));
        Assert.Equal((Timeout.InfiniteTimeSpan, true), (untouched.ConnectTimeout, untouched.AllowAutoRedirect));
    }

    [Fact]
    public async Task Handler_of_the_factory_gets_what_the_application_has_not_set()
    {
        SocketsHttpHandler? made = null;
        await using var services = Services(new FakeMeshClient(TimeProvider.System), b =>
        {
            b.UseSocketsHttpHandler((h, _) => h.ConnectTimeout = TimeSpan.FromSeconds(9));
            b.ConfigurePrimaryHttpMessageHandler((h, _) => made = (SocketsHttpHandler)h);
        });

        services.GetRequiredService<IHttpClientFactory>().CreateClient("shop").Dispose();

        Assert.Equal((9, 120), (made!.ConnectTimeout.TotalSeconds, made.PooledConnectionLifetime.TotalSeconds));
    }

    [Theory]
    [InlineData("factory", false)]
    [InlineData("sockets", false)]
    [InlineData("client", false)]
    [InlineData("factory", true)]
    [InlineData("sockets", true)]
    [InlineData("client", true)]
    public async Task Redirect_to_a_service_arrives_and_nothing_is_sent_twice(string primary, bool keepHost)
    {
        await using var servers = await Servers.StartAsync();
        await using var services = Services(servers.Mesh, b => Primary(b, primary), configure: o => o.KeepHost = keepHost);
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        foreach (var code in new[] { 302, 303, 307, 308 })
        {
            servers.Seen.Clear();
            // By its Host, and by the name that the server was configured with.
            using var made = await http.PostAsync(new Uri($"http://orders/pay?code={code}"), new StringContent("pay 100"));
            using var named = await http.PostAsync(new Uri($"http://orders/pay?code={code}&to=http://orders/done"), new StringContent("pay 100"));

            Assert.Equal(["done", "done"], [await made.Content.ReadAsStringAsync(), await named.Content.ReadAsStringAsync()]);
            Assert.Equal(2, servers.Seen.Count(s => s == "POST /pay"));
            Assert.Equal(2, servers.Seen.Count(s => s == (code < 307 ? "GET /done" : "POST /done")));
        }
    }

    [Fact]
    public async Task Application_that_follows_no_redirects_gets_them()
    {
        await using var servers = await Servers.StartAsync();
        await using var services = Services(servers.Mesh, b => b.UseSocketsHttpHandler((h, _) => h.AllowAutoRedirect = false));
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        using var response = await http.PostAsync(new Uri("http://orders/pay?code=303"), null);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
    }

    [Fact]
    public async Task Failure_of_a_handlers_own_call_is_not_taken_for_the_instances()
    {
        await using var servers = await Servers.StartAsync();
        var calls = 0;
        await using var services = Services(servers.Mesh, first: true, client: b => b.AddHttpMessageHandler(() => new Between(async (request, next) =>
        {
            calls++;
            (await next(request)).Dispose();
            // As the look-up of a token, say.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the token server refuses");
        })));
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        var trouble = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.PostAsync(new Uri("http://orders/done"), new StringContent("pay 100")));

        Assert.Equal(("the token server refuses", 1, 1), (trouble.Message, calls, servers.Seen.Count));
        Assert.Empty(servers.Mesh.Refused);
    }

    [Fact]
    public async Task Handler_that_changes_the_address_does_not_cost_the_second_attempt()
    {
        using var nobody = new DeadPort();
        await using var servers = await Servers.StartAsync();
        servers.Add(Instance("orders", "dead", nobody.Number, "127.0.0.1"));
        await using var services = Services(servers.Mesh, first: true, client: b => b.AddHttpMessageHandler(() => new Between((request, next) =>
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Query = "version=2" }.Uri;
            return next(request);
        })));
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        for (var i = 0; i < 6; i++)
            Assert.Equal("done", await http.GetStringAsync(new Uri("http://orders/done")));

        Assert.NotEmpty(servers.Mesh.Refused);
    }

    [Fact]
    public async Task Port_that_means_nothing_is_said_once()
    {
        await using var servers = await Servers.StartAsync();
        using var log = new MemoryLog();
        await using var services = Services(servers.Mesh, _ => { }, log: log);
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        for (var i = 0; i < 3; i++)
            Assert.Equal("done", await http.GetStringAsync(new Uri("http://orders:8080/done")));

        Assert.Single(log.Faults, l => l.Contains("Port 8080 of the address of orders is ignored", StringComparison.Ordinal));
    }

    private static void Primary(IHttpClientBuilder builder, string kind)
    {
        if (kind == "sockets")
            builder.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler());
        else if (kind == "client")
            builder.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler());
    }

    private static ServiceProvider Services(
        FakeMeshClient mesh,
        Action<IHttpClientBuilder> client,
        Action<MeshHttpOptions>? configure = null,
        bool first = false,
        MemoryLog? log = null)
    {
        var services = new ServiceCollection();
        if (log is not null)
            services.AddLogging(l => l.AddProvider(log));
        services.AddSingleton<IMeshClient>(mesh);
        var builder = services.AddHttpClient("shop");
        if (first)
            builder.AddMesh(configure);
        client(builder);
        if (!first)
            builder.AddMesh(configure);
        return services.BuildServiceProvider();
    }

    /// <summary>A handler of the application's; added after the mesh's it is between that and the primary one.</summary>
    private sealed class Between(
        Func<HttpRequestMessage, Func<HttpRequestMessage, Task<HttpResponseMessage>>, Task<HttpResponseMessage>> send) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            send(request, r => base.SendAsync(r, cancellationToken));
    }
}
