using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mesh.Node.Tests.Support;
using Mesh.Testing;

namespace Mesh.Node.Tests.Access;

/// <summary>The native API of a node with tokens: who gets what, and how the others are refused.</summary>
public sealed class AccessMiddlewareTests
{
    private const string Reader = "the-secret-of-the-reader";
    private const string Shop = "the-secret-of-the-shop";
    private const string Operator = "the-secret-of-the-operator";

    private static readonly Dictionary<string, string?> Tokens = new()
    {
        ["Mesh:Access:Tokens:0:Name"] = "reader",
        ["Mesh:Access:Tokens:0:Secret"] = Reader,
        ["Mesh:Access:Tokens:0:Rules:0:Allow:0"] = "read",
        ["Mesh:Access:Tokens:1:Name"] = "shop",
        ["Mesh:Access:Tokens:1:Secret"] = Shop,
        ["Mesh:Access:Tokens:1:Rules:0:Prefix"] = "shop-",
        ["Mesh:Access:Tokens:1:Rules:0:Allow:0"] = "read",
        ["Mesh:Access:Tokens:1:Rules:0:Allow:1"] = "register",
        ["Mesh:Access:Tokens:2:Name"] = "operator",
        ["Mesh:Access:Tokens:2:Secret"] = Operator,
        ["Mesh:Access:Tokens:2:Rules:0:Allow:0"] = "operate",
    };

    [Theory]
    [InlineData("GET", "/mesh/v1/services", null, 401)]
    [InlineData("GET", "/mesh/v1/services", "not a token at all", 401)]
    [InlineData("GET", "/mesh/v1/services", Reader, 200)]
    [InlineData("GET", "/mesh/v1/services", Shop, 200)]
    [InlineData("GET", "/mesh/v1/services", Operator, 403)]
    [InlineData("GET", "/mesh/v1/services/shop-orders", Shop, 200)]
    [InlineData("GET", "/mesh/v1/services/billing", Shop, 403)]
    [InlineData("PUT", "/mesh/v1/services/shop-orders/a", Shop, 200)]
    [InlineData("PUT", "/mesh/v1/services/shop-orders/a", Reader, 403)]
    [InlineData("PUT", "/mesh/v1/services/billing/a", Shop, 403)]
    [InlineData("DELETE", "/mesh/v1/services/billing/b-1", Shop, 403)]
    [InlineData("PUT", "/mesh/v1/services/shop-orders/policy", Shop, 403)]
    [InlineData("GET", "/mesh/v1/watch?service=billing", Shop, 403)]
    [InlineData("GET", "/mesh/v1/watch", Shop, 403)]
    [InlineData("GET", "/mesh/v1/cluster", Shop, 403)]
    [InlineData("GET", "/mesh/v1/cluster", Reader, 200)]
    [InlineData("POST", "/mesh/v1/cluster/down", Reader, 403)]
    [InlineData("GET", "/metrics", null, 401)]
    [InlineData("GET", "/healthz", null, 200)]
    public async Task Token_decides(string method, string path, string? secret, int expected)
    {
        await using var node = await TestNode.StartAsync(settings: Tokens);

        using var reply = await SendAsync(node, method, path, secret);

        Assert.Equal((HttpStatusCode)expected, reply.StatusCode);
        if (expected is 401 or 403)
        {
            using var problem = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            Assert.Equal("urn:mesh:problem:not-allowed", problem.RootElement.GetProperty("type").GetString());
            Assert.Equal(expected == 401, reply.Headers.WwwAuthenticate.Count > 0);
        }
    }

    [Fact]
    public async Task List_of_services_holds_what_the_caller_may_read()
    {
        await using var node = await TestNode.StartAsync(settings: Tokens);
        await node.Mesh.RegisterAsync(TestCatalog.Instance("shop-orders", "o-1"));
        await node.Mesh.RegisterAsync(TestCatalog.Instance("billing", "b-1"));

        using var reply = await SendAsync(node, "GET", "/mesh/v1/services", Shop);

        using var services = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        Assert.Equal("shop-orders", services.RootElement.EnumerateArray().Single().GetProperty("name").GetString());
    }

    private static async Task<HttpResponseMessage> SendAsync(TestNode node, string method, string path, string? secret)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "PUT")
            request.Content = new StringContent("{\"host\":\"10.0.0.1\",\"port\":8080}");
        if (secret is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
