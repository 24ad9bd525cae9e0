using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>A team whose token is for its own services, at the agent of a node that others use too.</summary>
public sealed class AgentRightsTests : IAsyncLifetime, IDisposable
{
    private const string Shop = "the-secret-of-the-shop";
    private const string Ops = "the-secret-of-operators";

    private readonly HttpClient _http = new();
    private NodeProcess _node = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Access__Tokens__0__Name"] = "shop",
                ["Mesh__Access__Tokens__0__Secret"] = Shop,
                ["Mesh__Access__Tokens__0__Rules__0__Prefix"] = "shop-",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "register",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__1"] = "read",
                ["Mesh__Access__Tokens__1__Name"] = "ops",
                ["Mesh__Access__Tokens__1__Secret"] = Ops,
                ["Mesh__Access__Tokens__1__Rules__0__Allow__0"] = "register",
                ["Mesh__Access__Tokens__1__Rules__0__Allow__1"] = "read",
            },
            "--consul");
        await SendAsync(HttpStatusCode.OK, Ops, "service/register", new { Name = "billing", ID = "billing-1", Port = 80, Check = new { TTL = "1m", CheckID = "billing-ttl" } });
        await SendAsync(HttpStatusCode.OK, Shop, "service/register", new { Name = "shop-a", ID = "a-1", Port = 80, Check = new { TTL = "1m" } });
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task It_registers_renews_and_removes_what_is_its_own()
    {
        await SendAsync(HttpStatusCode.OK, Shop, "check/pass/service:a-1");
        await SendAsync(HttpStatusCode.OK, Shop, "check/register", new { Name = "extra", ServiceID = "a-1", TTL = "1m" });
        await SendAsync(HttpStatusCode.OK, Shop, "check/update/extra", new { Status = "passing" });
        await SendAsync(HttpStatusCode.OK, Shop, "check/deregister/extra");
        await SendAsync(HttpStatusCode.OK, Shop, "service/maintenance/a-1?enable=true");
        await SendAsync(HttpStatusCode.OK, Shop, "service/deregister/a-1");
        await SendAsync(HttpStatusCode.NotFound, Shop, "service/deregister/a-1");
    }

    [Theory]
    [InlineData("service/deregister/billing-1")]
    [InlineData("service/maintenance/billing-1?enable=true")]
    [InlineData("check/pass/billing-ttl")]
    [InlineData("check/fail/billing-ttl")]
    [InlineData("check/deregister/billing-ttl")]
    [InlineData("maintenance?enable=true")]
    [InlineData("check/deregister/_node_maintenance")]
    public async Task Orders_to_services_of_others_and_to_the_node_are_refused(string order) =>
        Assert.StartsWith("Permission denied", await SendAsync(HttpStatusCode.Forbidden, Shop, order), StringComparison.Ordinal);

    [Fact]
    public async Task Registration_that_would_take_the_place_of_others_is_refused()
    {
        await SendAsync(HttpStatusCode.Forbidden, Shop, "service/register", new { Name = "billing", ID = "b-2", Port = 80 });
        // Of an id an agent has one service, and of a check's id one check.
        await SendAsync(HttpStatusCode.Forbidden, Shop, "service/register", new { Name = "shop-b", ID = "billing-1", Port = 80 });
        await SendAsync(HttpStatusCode.Forbidden, Shop, "service/register", new { Name = "shop-b", ID = "b-1", Port = 80, Check = new { TTL = "1m", CheckID = "billing-ttl" } });
        await SendAsync(HttpStatusCode.Forbidden, Shop, "check/register", new { Name = "c", ID = "billing-ttl", ServiceID = "a-1", TTL = "1m" });
        await SendAsync(HttpStatusCode.Forbidden, Shop, "check/register", new { Name = "c", ServiceID = "billing-1", TTL = "1m" });
        await SendAsync(HttpStatusCode.Forbidden, Shop, "check/register", new { Name = "of the node", TTL = "1m" });

        Assert.Equal(["a-1", "billing-1"], await ServicesAsync(Ops));
    }

    [Fact]
    public async Task Lists_of_the_agent_hold_what_it_may_read()
    {
        Assert.Equal(["a-1"], await ServicesAsync(Shop));
        using var checks = await AskAsync(HttpMethod.Get, Shop, "checks");
        Assert.Equal(["service:a-1"], await NamesAsync(checks));
        using var own = await AskAsync(HttpMethod.Get, Shop, "service/a-1");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var other = await AskAsync(HttpMethod.Get, Shop, "service/billing-1");
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        using var health = await AskAsync(HttpMethod.Get, Shop, "health/service/name/billing");
        Assert.Equal(HttpStatusCode.NotFound, health.StatusCode);
    }

    private async Task<string> SendAsync(HttpStatusCode expected, string secret, string order, object? body = null)
    {
        using var reply = await AskAsync(HttpMethod.Put, secret, order, body);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(expected == reply.StatusCode, $"{order}: {reply.StatusCode} {text}");
        return text;
    }

    private async Task<string[]> ServicesAsync(string secret)
    {
        using var reply = await AskAsync(HttpMethod.Get, secret, "services");
        return await NamesAsync(reply);
    }

    private static async Task<string[]> NamesAsync(HttpResponseMessage reply)
    {
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return [.. json.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string secret, string order, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_node.Http, $"/v1/agent/{order}")) { Headers = { { "X-Consul-Token", secret } } };
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _http.SendAsync(request);
    }
}
