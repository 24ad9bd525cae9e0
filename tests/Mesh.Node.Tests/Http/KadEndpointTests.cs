using System.Net;
using Mesh.Federation.Overlay;
using Mesh.Node.Tests.Support;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Tests.Http;

public sealed class KadEndpointTests
{
    [Theory]
    [InlineData("/mesh/v1/kad/table")]
    [InlineData("/mesh/v1/kad/store")]
    [InlineData("/mesh/v1/kad/lookup?service=orders")]
    public async Task Node_that_is_no_gateway_says_so(string path)
    {
        await using var node = await TestNode.StartAsync();
        using var answer = await node.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("this node is no gateway", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "target: give one of service, mesh and node")]
    [InlineData("service=a&mesh=b", "target: give one of service, mesh and node")]
    [InlineData("service=or%20ders", "service: 'or ders' has ' '")]
    [InlineData("node=12", "node: '12' must have 64 hexadecimal digits")]
    [InlineData("mesh=", "mesh: must be a name of 1 to 32 characters")]
    [InlineData("service=a&all=perhaps", "all: 'perhaps' must be true or false")]
    [InlineData("service=a&deadline=31s", "deadline: '31s' must be 100ms to 30s")]
    public async Task Lookup_that_makes_no_sense_is_refused_with_field_and_bound(string query, string begin)
    {
        await using var node = await TestNode.StartAsync();
        using var answer = await node.Http.GetAsync(new Uri("/mesh/v1/kad/lookup?" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(begin, WebUtility.HtmlDecode(await DetailAsync(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lookup_is_for_the_first_answer_unless_all_are_asked_for()
    {
        var first = KadMapping.ToTarget(new KadLookupQuery { Service = "Orders" });
        var all = KadMapping.ToTarget(new KadLookupQuery { Mesh = new string('a', 64), All = "true", Deadline = "1s" });

        Assert.Equal(
            new KadTarget(new OverlaySubject.Service("orders"), null, FindMode.First, TimeSpan.FromSeconds(5)), first.Value);
        Assert.Equal((FindMode.All, TimeSpan.FromSeconds(1)), (all.Value!.Mode, all.Value.Deadline));
        Assert.IsType<OverlaySubject.MeshOf>(all.Value.Subject);
    }

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("detail").GetString()!;
    }
}
