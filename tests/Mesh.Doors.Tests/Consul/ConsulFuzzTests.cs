using CsCheck;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul;

public sealed class ConsulFuzzTests
{
    private static readonly string[] Paths =
    [
        "health/service/web", "health/state/any", "health/checks/web", "health/node/n", "catalog/services",
        "catalog/service/web", "catalog/nodes", "catalog/node/n", "catalog/node-services/n", "kv/a",
    ];

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf(
            "", "0", "1", "-1", "true", "18446744073709551615", "18446744073709551616", "10s", "9999999999h", "1e9s",
            "..", "a:b", ":", "%", "%zz", "%00", "%ff%fe", "Service.Port==80", "a in", "((((", "\"", "default", "dc1"),
        Gen.String[0, 20].Select(Uri.EscapeDataString),
        Gen.String[0, 20]);

    private static readonly Gen<string> Query = Gen.Select(
        Gen.OneOf(
            "passing", "tag", "index", "hash", "filter", "node-meta", "stale", "consistent", "cached", "near", "dc",
            "datacenter", "ns", "partition", "peer", "recurse", "keys", "raw", "separator", "pretty", "", "&", "="),
        Gen.OneOf("=", "", "=="),
        Value,
        (key, sign, value) => key + sign + value).Array[0, 6].Select(parts => string.Join('&', parts));

    /// <summary>Without wait, and with an index that is never current, every query is answered at once.</summary>
    [Fact]
    public async Task Any_query_is_answered_or_refused_and_the_door_stays_up()
    {
        await using var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance("web", "w-1"));
        await Gen.Select(Gen.OneOf(Paths), Query).SampleAsync(
            async (path, query) =>
            {
                var answer = await RawHttp.GetAsync(node.Url, $"/v1/{path}?{query}");
                var isKnown = answer.Status is 200 or 400 or 404 or 414
                    // Another datacenter.
                    || (answer.Status == 500 && answer.Text.Contains("No path to datacenter", StringComparison.Ordinal));
                Assert.True(isKnown, $"/v1/{path}?{query}: {answer.Text}");
            },
            iter: 2_000,
            threads: 4);
        Assert.Equal(["w-1"], (await node.GetAsync("health/service/web")).ServiceIds);
    }

    [Theory]
    [InlineData("GET /v1/health/service/%00 HTTP/1.1")]
    [InlineData("GET /v1/health/service/web%2Fapi HTTP/1.1")]
    [InlineData("GET /v1/health/service/../../kv/a HTTP/1.1")]
    [InlineData("GET /v1/health/service/ HTTP/1.1")]
    [InlineData("GET /v1/health/service/web/more HTTP/1.1")]
    [InlineData("GET /v1 HTTP/1.1")]
    [InlineData("GET /v1/ HTTP/1.1")]
    [InlineData("GET /v1/kv/%zz HTTP/1.1")]
    [InlineData("GET http://x/v1/kv/a%2Fb HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("HEAD /v1/health/service/web HTTP/1.1")]
    [InlineData("get /v1/health/service/web HTTP/1.1")]
    [InlineData("NONSENSE")]
    public async Task Any_request_line_gets_an_answer_below_500(string line)
    {
        await using var node = await ConsulNode.StartAsync();
        node.Put(TestCatalog.Instance("web", "w-1"));
        var answer = await RawHttp.SendAsync(node.Url, line);
        Assert.InRange(answer.Status, 200, 499);
        Assert.Equal(["w-1"], (await node.GetAsync("health/service/web")).ServiceIds);
    }
}
