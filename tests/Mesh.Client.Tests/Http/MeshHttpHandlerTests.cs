using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Client.Http;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

public sealed class MeshHttpHandlerTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly FakeMeshClient _mesh;
    private readonly StubPrimary _primary = new();
    private readonly MeshHttpOptions _options = new();
    private readonly HttpMessageInvoker _http;

    public MeshHttpHandlerTests()
    {
        _mesh = new FakeMeshClient(_catalog);
        _http = new HttpMessageInvoker(new MeshHttpHandler(_mesh, _options) { InnerHandler = _primary });
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Request_goes_to_an_instance_under_the_instances_own_name()
    {
        _catalog.Put(Instance("orders", "a", 8080));

        await Get("http://orders/list?x=1");

        Assert.Equal(("http://10.0.0.1:8080/list?x=1", null, null), Assert.Single(_primary.Seen));
    }

    [Fact]
    public async Task Certificate_is_checked_against_the_name_of_the_service()
    {
        _catalog.Put(Instance("orders", "a", 8443));

        await Get("https://orders./list");

        Assert.Equal(("https://10.0.0.1:8443/list", "orders", null), Assert.Single(_primary.Seen));
    }

    [Fact]
    public async Task Request_is_given_back_as_the_caller_made_it()
    {
        _catalog.Put(Instance("orders", "a"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");

        await _http.SendAsync(request, default);

        Assert.Equal(("http://orders/", null), (request.RequestUri!.ToString(), request.Headers.Host));
    }

    [Fact]
    public async Task Host_given_by_the_caller_is_kept_and_that_of_the_service_used_on_demand()
    {
        _catalog.Put(Instance("orders", "a"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");
        request.Headers.Host = "shop.example";

        await _http.SendAsync(request, default);
        _options.KeepHost = true;
        await Get("http://orders/");

        Assert.Equal(["shop.example", "orders"], _primary.Seen.Select(s => s.Host));
        Assert.Equal("shop.example", request.Headers.Host);
    }

    [Fact]
    public async Task Uri_that_names_no_service_passes_through()
    {
        await Get("http://example.com/a");
        await Get("http://127.0.0.1:99/");

        Assert.Equal(["http://example.com/a", "http://127.0.0.1:99/"], _primary.Seen.Select(s => s.Uri));
        Assert.Empty(_mesh.Picks);
    }

    [Fact]
    public async Task Refused_connection_is_reported_and_another_instance_tried()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, n) => n == 1 ? throw Refused() : Ok();

        var response = await Get("http://orders/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, _primary.Seen.Select(s => s.Uri).Distinct().Count());
        Assert.True(_mesh.Refused.TryDequeue(out var report));
        Assert.EndsWith($":{report.Endpoint.Port}/", _primary.Seen[0].Uri, StringComparison.Ordinal);
        Assert.Empty(_mesh.Refused);
    }

    [Fact]
    public async Task Post_that_never_connected_is_sent_elsewhere_with_its_body()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, n) => n == 1 ? throw Refused() : Ok();
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://orders/") { Content = new StringContent("one") };

        await _http.SendAsync(request, default);

        Assert.Equal("one", _primary.Seen[1].Body);
    }

    [Fact]
    public async Task Connect_timeout_tries_another_instance()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, n) => n == 1 ? throw new TaskCanceledException("slow", new TimeoutException()) : Ok();

        await Get("http://orders/");

        Assert.Equal(2, _primary.Seen.Count);
        Assert.Empty(_mesh.Refused);
    }

    [Theory]
    [InlineData("GET", false, 2)]
    [InlineData("HEAD", false, 2)]
    [InlineData("OPTIONS", false, 2)]
    [InlineData("GET", true, 1)]
    [InlineData("PUT", false, 1)]
    [InlineData("DELETE", false, 1)]
    [InlineData("PUT", true, 1)]
    [InlineData("POST", false, 1)]
    [InlineData("PATCH", false, 1)]
    public async Task Lost_connection_is_tried_again_only_without_risk(string method, bool body, int sent)
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, n) => n == 1 ? throw Lost() : Ok();
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/");
        request.Content = body ? new StringContent("x") : null;

        var trouble = await Record.ExceptionAsync(() => _http.SendAsync(request, default));

        Assert.Equal(sent, _primary.Seen.Count);
        Assert.Equal(sent == 1, trouble is HttpRequestException);
        if (trouble is not null)
            Assert.Matches("^The service 'orders' could not be called; tried [ab] at 10.0.0.1:[12] ", trouble.Message);
    }

    [Fact]
    public async Task Connections_that_are_not_made_in_time_are_an_error_that_names_the_instances()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2), Instance("orders", "c", 3), Instance("orders", "d", 4));
        _primary.Answer = (_, _) => throw new TaskCanceledException("the connect timeout", new TimeoutException());
        _options.MaxAttempts = 2;

        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://orders/"));

        Assert.Equal(HttpRequestError.ConnectionError, trouble.HttpRequestError);
        Assert.Matches("tried [a-d] at 10.0.0.1:[1-4] .*, [a-d] at 10.0.0.1:[1-4] ", trouble.Message);
    }

    [Fact]
    public async Task Attempts_end_at_the_option_with_the_last_failure()
    {
        _catalog.Put(Enumerable.Range(1, 9).Select(n => Instance("orders", $"i{n}", n)));
        _primary.Answer = (_, _) => throw Refused();
        _options.MaxAttempts = 4;

        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://orders/"));

        Assert.Equal(HttpRequestError.ConnectionError, trouble.HttpRequestError);
        Assert.Equal(4, _primary.Seen.Select(s => s.Uri).Distinct().Count());
    }

    [Fact]
    public async Task When_all_instances_fail_the_error_names_them()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, _) => throw Refused();

        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://orders/"));

        Assert.Contains("'orders'", trouble.Message, StringComparison.Ordinal);
        Assert.Contains("a at 10.0.0.1:1 (refused)", trouble.Message, StringComparison.Ordinal);
        Assert.Contains("b at 10.0.0.1:2 (refused)", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(HttpRequestError.ConnectionError, trouble.HttpRequestError);
        Assert.NotNull(trouble.InnerException);
    }

    [Fact]
    public async Task Service_without_an_available_instance_is_a_clear_error_without_an_invented_status()
    {
        _catalog.Put(Instance("orders", "a") with { Status = InstanceStatus.Critical });

        _options.ReadyWait = TimeSpan.Zero;

        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://orders/"));

        Assert.Null(trouble.StatusCode);
        Assert.Equal(HttpRequestError.NameResolutionError, trouble.HttpRequestError);
        Assert.Equal(
            "No instance of the service 'orders' is available: 1 known (1 critical); the mesh node is starting (starting)",
            trouble.Message);
    }

    [Fact]
    public async Task Named_port_goes_to_instances_that_have_it()
    {
        var ports = ValueMap<int>.From([new("admin", 9000)]);
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2), Instance("orders", "c", 3) with { Ports = ports });

        await Get("http://_admin.orders/");

        Assert.Equal("http://10.0.0.1:9000/", Assert.Single(_primary.Seen).Uri);
    }

    [Fact]
    public async Task Key_and_policy_reach_the_pick()
    {
        _catalog.Put(Instance("orders", "a"));
        _options.Policy = "random";
        _options.Key = r => r.Headers.TryGetValues("X-Tenant", out var tenant) ? tenant.Single() : null;
        using var own = new HttpRequestMessage(HttpMethod.Get, "http://orders/").WithMeshKey("k1");
        using var read = new HttpRequestMessage(HttpMethod.Get, "http://orders/") { Headers = { { "X-Tenant", "k2" } } };

        await _http.SendAsync(own, default);
        await _http.SendAsync(read, default);

        Assert.Equal([("k1", "random"), ("k2", "random")], _mesh.Picks.Select(p => (p.Key!, p.Policy!)));
    }

    [Fact]
    public async Task Call_counts_as_outstanding_until_it_ends()
    {
        _catalog.Put(Instance("orders", "a"));
        var load = _mesh.Pick("orders")!.Load;
        var during = 0;
        _primary.Answer = (_, _) =>
        {
            during = load.Outstanding;
            throw Lost();
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://orders/"));

        Assert.Equal((1, 0), (during, load.Outstanding));
    }

    [Fact]
    public async Task Cancelled_call_is_not_tried_again()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        using var cancel = new CancellationTokenSource();
        _primary.Answer = (_, _) =>
        {
            cancel.Cancel();
            throw Refused();
        };

        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.SendAsync(request, cancel.Token));

        Assert.Single(_primary.Seen);
    }

    [Fact]
    public void Synchronous_call_is_picked_and_tried_again_too()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _primary.Answer = (_, n) => n == 1 ? throw Refused() : Ok();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");

        using var response = _http.Send(request, default);

        Assert.Equal(2, _primary.Seen.Count);
    }

    private static HttpRequestException Refused() => new(
        HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));

    private static HttpRequestException Lost() => new(HttpRequestError.ResponseEnded, "ended");

    private static Task<HttpResponseMessage> Ok() => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    private async Task<HttpResponseMessage> Get(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await _http.SendAsync(request, default);
    }
}
