using System.Net;
using System.Text.Json;
using Mesh.Node.Tests.Support;
using Mesh.Palette.Http;

namespace Mesh.Node.Tests.Http;

/// <summary>Forms of a request: HEAD, and ids that are words of paths.</summary>
public sealed class HeadTests
{
    [Fact]
    public async Task Head_is_answered_wherever_get_is_with_the_same_headers_and_no_body()
    {
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        using var document = JsonDocument.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var reads = document.RootElement.GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _))
            .Select(p => p.Name.Replace("{service}", "orders", StringComparison.Ordinal).Replace("{id}", "o-1", StringComparison.Ordinal))
            .Append("/openapi/v1.json").ToArray();
        Assert.True(reads.Length > 10);
        foreach (var path in reads)
        {
            using var get = await node.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            using var head = await node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            Assert.Equal((path, get.StatusCode), (path, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType?.MediaType, head.Content.Headers.ContentType?.MediaType);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        using var none = await node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/mesh/v1/services/orders/nobody"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var write = await node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/mesh/v1/cluster/leave"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, write.StatusCode);
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("pick")]
    [InlineData("instances")]
    [InlineData("renew")]
    public async Task An_id_may_be_a_word_of_a_path(string id)
    {
        await using var node = await TestNode.StartAsync();
        var path = "/" + ApiPath.Instance("orders", id);
        using var body = new StringContent("{\"host\":\"10.0.0.1\",\"port\":8080}");
        using var put = await node.Http.PutAsync(new Uri(path, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var shown = JsonDocument.Parse(await node.Http.GetStringAsync(path));
        Assert.Equal(id, shown.RootElement.GetProperty("id").GetString());
        using var drained = await node.Http.PutAsync(new Uri(path + "/undrain", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        using var gone = await node.Http.DeleteAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
        Assert.Contains("\"policy\"", await node.Http.GetStringAsync("/mesh/v1/services/orders/policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"host\":\"10.0.0.1\"}", "port")]
    [InlineData("{\"port\":1}", "host")]
    public async Task What_is_required_and_missing_is_refused_at_once(string json, string field)
    {
        await using var node = await TestNode.StartAsync();
        using var body = new StringContent(json);
        using var put = await node.Http.PutAsync("/mesh/v1/services/orders/o-1", body);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains($"{field}: is required", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
