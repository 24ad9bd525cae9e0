using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Access;

public sealed class ConsulAccessTests
{
    private const string Reader = "reader-secret-0123456789";
    private const string Shop = "shop-secret-0123456789";

    [Fact]
    public async Task Token_is_taken_from_the_query_then_consuls_header_then_the_standard_one()
    {
        await using var node = await WithTokensAsync();
        Assert.Equal(200, await StatusAsync(node, "health/service/web?token=" + Reader));
        Assert.Equal(200, await StatusAsync(node, "health/service/web", ("X-Consul-Token", Reader)));
        Assert.Equal(200, await StatusAsync(node, "health/service/web", ("Authorization", "Bearer " + Reader)));
        Assert.Equal(200, await StatusAsync(node, "health/service/web?token=" + Reader, ("X-Consul-Token", "wrong")));
        Assert.Equal(403, await StatusAsync(node, "health/service/web", ("X-Consul-Token", "wrong"), ("Authorization", "Bearer " + Reader)));
    }

    [Theory]
    [InlineData("GET", "health/service/web", null, 403)]
    [InlineData("GET", "health/service/web", "unknown", 403)]
    [InlineData("GET", "health/service/web", Reader, 200)]
    [InlineData("GET", "health/service/web", Shop, 403)]
    [InlineData("GET", "health/service/shop-1", Shop, 200)]
    [InlineData("GET", "catalog/services", Shop, 403)]
    [InlineData("GET", "catalog/services", Reader, 200)]
    [InlineData("PUT", "kv/a", Reader, 403)]
    [InlineData("GET", "agent/check/pass/service:x", Reader, 403)]
    [InlineData("GET", "agent/service/deregister/x", Reader, 403)]
    [InlineData("PUT", "agent/service/register", Reader, 403)]
    public async Task Request_needs_a_token_that_allows_it(string method, string path, string? token, int status)
    {
        await using var node = await WithTokensAsync();
        // The second time an answer may be known.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var reply = await node.SendAsync(method, token is null ? path : $"{path}?token={token}");
            Assert.Equal(status, reply.Status);
            Assert.Equal("allow", reply.Headers["X-Consul-Default-ACL-Policy"]);
        }
    }

    [Fact]
    public async Task Node_without_tokens_takes_any()
    {
        await using var node = await ConsulNode.StartAsync();
        Assert.Equal(200, await StatusAsync(node, "catalog/services?token=any", ("X-Consul-Token", "other")));
    }

    private static async Task<ConsulNode> WithTokensAsync()
    {
        var node = await ConsulNode.StartAsync(
            ("Mesh:Consul:GetWrites", "true"),
            ("Mesh:Access:Tokens:0:Name", "reader"),
            ("Mesh:Access:Tokens:0:Secret", Reader),
            ("Mesh:Access:Tokens:0:Rules:0:Prefix", ""),
            ("Mesh:Access:Tokens:0:Rules:0:Allow:0", "Read"),
            ("Mesh:Access:Tokens:1:Name", "shop"),
            ("Mesh:Access:Tokens:1:Secret", Shop),
            ("Mesh:Access:Tokens:1:Rules:0:Prefix", "shop-"),
            ("Mesh:Access:Tokens:1:Rules:0:Allow:0", "Read"));
        node.Put(TestCatalog.Instance("web", "w-1"));
        node.Put(TestCatalog.Instance("shop-1", "s-1"));
        return node;
    }

    private static async Task<int> StatusAsync(ConsulNode node, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await node.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
