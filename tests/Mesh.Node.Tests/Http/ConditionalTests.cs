using System.Net;
using Mesh.Node.Tests.Support;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Tests.Http;

/// <summary>The claim of a registration as ETag and If-Match.</summary>
public sealed class ConditionalTests
{
    private const string Path = "/mesh/v1/services/orders/o-1";

    [Theory]
    [InlineData(null, 17, 0)]
    [InlineData("*", 17, 0)]
    [InlineData(" * ", 17, 0)]
    [InlineData("\"17\"", 17, 17)]
    [InlineData("17", 17, 17)]
    [InlineData("\"16\"", 17, 16)]
    [InlineData("\"16\", \"17\"", 17, 17)]
    [InlineData("\"16\", \"15\"", 17, 16)]
    [InlineData("W/\"17\"", 17, -1)]
    [InlineData("\"0\"", 0, -1)]
    [InlineData("\"0\"", 17, -1)]
    [InlineData("\"-1\"", 17, -1)]
    [InlineData("\"abc\"", 17, -1)]
    [InlineData("\"99999999999999999999\"", 17, -1)]
    [InlineData("", 17, -1)]
    public void If_match_is_read_as_a_claim(string? header, long current, long wanted) =>
        Assert.Equal(wanted, ClaimTag.Wanted(header, current));

    [Fact]
    public async Task Deregistration_under_another_claim_is_412_and_names_both()
    {
        await using var node = await TestNode.StartAsync();
        var first = await PutAsync(node);
        var second = await PutAsync(node);
        Assert.NotEqual(first, second);
        using var shown = await node.Http.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Equal(second, shown.Headers.ETag!.Tag);

        using var late = await DeleteAsync(node, first);
        var problem = await late.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal("application/problem+json", late.Content.Headers.ContentType!.MediaType);
        Assert.Contains("urn:mesh:problem:claim-mismatch", problem, StringComparison.Ordinal);
        Assert.Contains($"'{first.Trim('"')}'", problem, StringComparison.Ordinal);
        Assert.Contains($"which is {second.Trim('"')}", problem, StringComparison.Ordinal);

        using var right = await DeleteAsync(node, second);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var gone = await node.Http.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("", "", 17L, true)]
    [InlineData("", "", null, true)]
    [InlineData("\"17\"", "", 17L, true)]
    [InlineData("\"16\", \"17\"", "", 17L, true)]
    [InlineData("*", "", 17L, true)]
    [InlineData("*", "", null, false)]
    [InlineData("\"16\"", "", 17L, false)]
    [InlineData("", "*", null, true)]
    [InlineData("", "*", 17L, false)]
    [InlineData("", "\"17\"", 17L, false)]
    [InlineData("", "\"16\"", 17L, true)]
    public void A_registration_may_be_conditional(string ifMatch, string ifNoneMatch, long? current, bool isMet) =>
        Assert.Equal(isMet, ClaimTag.Unmet(ifMatch, ifNoneMatch, current) is null);

    [Fact]
    public async Task Registration_whose_condition_does_not_hold_is_412_and_changes_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var first = await PutAsync(node);
        using var again = new HttpRequestMessage(HttpMethod.Put, Path)
        {
            Content = new StringContent("{\"host\":\"10.0.0.9\",\"port\":9}"),
        };
        again.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var refused = await node.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        using var shown = await node.Http.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Equal(first, shown.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Deregistration_without_a_condition_takes_whatever_is_there()
    {
        await using var node = await TestNode.StartAsync();
        await PutAsync(node);

        using var any = await node.Http.DeleteAsync(new Uri(Path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "renew", "")]
    [InlineData("PUT", "status", """{"status":"warning"}""")]
    [InlineData("DELETE", "status", "")]
    [InlineData("PUT", "drain?deadline=0s", "")]
    [InlineData("PUT", "undrain", "")]
    public async Task Order_for_a_registration_that_is_another_by_now_is_412_and_not_given(string method, string path, string body)
    {
        await using var node = await TestNode.StartAsync();
        var first = await PutAsync(node, ttl: true);
        var second = await PutAsync(node, ttl: true);

        using var late = await SendAsync(node, method, path, body, first);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal("application/problem+json", late.Content.Headers.ContentType!.MediaType);
        Assert.Contains("urn:mesh:problem:claim-mismatch", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var shown = await node.Http.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Contains("\"status\":\"passing\"", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        foreach (var tag in (string[])[second, $"{first}, {second}", "*"])
        {
            using var right = await SendAsync(node, method, path, body, tag);
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        }
    }

    [Fact]
    public async Task Order_for_an_instance_that_is_not_there_is_404_whatever_its_condition()
    {
        await using var node = await TestNode.StartAsync();

        using var renewed = await SendAsync(node, "PUT", "renew", "", "\"17\"");

        Assert.Equal(HttpStatusCode.NotFound, renewed.StatusCode);
    }

    private static async Task<string> PutAsync(TestNode node, bool ttl = false)
    {
        using var body = new StringContent($$"""{"host":"10.0.0.1","port":8080{{(ttl ? ",\"ttl\":\"1h\",\"status\":\"passing\"" : "")}}}""");
        using var reply = await node.Http.PutAsync(new Uri(Path, UriKind.Relative), body);
        return reply.EnsureSuccessStatusCode().Headers.ETag!.Tag;
    }

    private static Task<HttpResponseMessage> DeleteAsync(TestNode node, string tag) => SendAsync(node, "DELETE", "", "", tag);

    private static async Task<HttpResponseMessage> SendAsync(TestNode node, string method, string path, string body, string tag)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Length == 0 ? Path : $"{Path}/{path}");
        if (body.Length > 0)
            request.Content = new StringContent(body);
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await node.Http.SendAsync(request);
    }
}
