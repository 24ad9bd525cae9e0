using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Access;

/// <summary>A node as people start it, on loopback without tokens, and a real browser on the same machine.</summary>
public sealed class BrowserTests : IAsyncLifetime, IDisposable
{
    private const string AllKeys = """{"key":"AA==","range_end":"AA=="}""";

    private NodeProcess _node = null!;
    private HttpClient _http = null!;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        Dispose();
        await _node.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Page_of_another_site_changes_and_reads_nothing(string host)
    {
        var leave = JsonSerializer.Serialize(new { address = _node.Address });
        await using var page = await ForeignPage.StartAsync(
        [
            $"img('{_node.Http}v1/agent/service/deregister/o-1')",
            $"img('{_node.Http}v1/agent/check/fail/service:o-1')",
            Post($"{Json}v3/kv/deleterange", AllKeys),
            $$"""form('{{Json}}v3/kv/deleterange', '{"range_end":"AA==","key":"AA=', '"}')""",
            Post($"{_node.Http}mesh/v1/cluster/leave", leave),
            Post($"{_node.Http}mesh/v1/cluster/down", leave),
            $"read('{_node.Http}mesh/v1/services/orders/o-1', {{ method: 'DELETE' }})",
            $"read('{_node.Http}v1/kv/k', {{ method: 'PUT', body: 'x' }})",
            $"read('{_node.Http}mesh/v1/services')",
            $"read('{_node.Http}v1/catalog/services')",
        ]);

        var outcomes = await page.VisitAsync(host);

        Assert.Equal(["ok seen", "ok seen", "ok opaque", "ok seen", "ok opaque", "ok opaque", "failed", "failed", "failed", "failed"], outcomes);
        await CheckUnchangedAsync();
    }

    /// <summary>Guards the test above: such a request does reach the node, and deletes where its site is allowed.</summary>
    [Fact]
    public async Task Page_of_a_site_that_is_allowed_does_what_it_asks_for()
    {
        // The node has to know the page's port, and the page the node's.
        await DisposeAsync();
        var json = FreePorts.Take();
        await using var page = await ForeignPage.StartAsync([Post($"http://127.0.0.1:{json}/v3/kv/deleterange", AllKeys)]);
        await StartAsync("--access-origins", $"http://localhost:{page.Port}", "--etcd-json", $"{json}");

        await page.VisitAsync("localhost");

        Assert.Equal(0, await KeysAsync());
    }

    [Fact]
    public async Task Name_that_is_bound_to_the_node_for_the_purpose_reads_nothing()
    {
        var rebound = new UriBuilder(_node.Http) { Host = "rebound.example", Path = "/mesh/v1/services" }.Uri;

        var shown = await Browser.ReadAsync($"{rebound}", "--host-resolver-rules=MAP rebound.example 127.0.0.1");

        Assert.Contains("this node is not called 'rebound.example'", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("orders", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_who_type_the_address_read_what_is_there()
    {
        var shown = await Browser.ReadAsync($"{_node.Http}mesh/v1/services");

        Assert.Contains("orders", shown, StringComparison.Ordinal);
    }

    private string Json => $"http://127.0.0.1:{_node.Ports.EtcdJson}/";

    private static string Post(string url, string body) =>
        $"read('{url}', {{ method: 'POST', mode: 'no-cors', headers: {{ 'content-type': 'text/plain' }}, body: '{body}' }})";

    /// <summary>With an instance and a key.</summary>
    private async Task StartAsync(params string[] arguments)
    {
        _node = await NodeProcess.StartAsync(["--consul", "--consul-get-writes", "--etcd", "0", .. arguments.Contains("--etcd-json") ? [] : (string[])["--etcd-json", "0"], .. arguments]);
        _http = new HttpClient();
        using var registered = await _http.PutAsJsonAsync($"{_node.Http}v1/agent/service/register", new { ID = "o-1", Name = "orders", Address = "127.0.0.1", Port = 1 });
        registered.EnsureSuccessStatusCode();
        using var put = await _http.PostAsJsonAsync($"{Json}v3/kv/put", new { key = "aw==", value = "dg==" });
        put.EnsureSuccessStatusCode();
    }

    private async Task CheckUnchangedAsync()
    {
        var instances = await _http.GetFromJsonAsync<JsonElement>($"{_node.Http}mesh/v1/services/orders");
        Assert.Equal("passing", instances.GetProperty("instances").EnumerateArray().Single().GetProperty("status").GetString());
        Assert.Equal(1, await KeysAsync());
        using var ready = await _http.GetAsync(new Uri($"{_node.Http}readyz"));
        Assert.True(ready.IsSuccessStatusCode);
    }

    private async Task<int> KeysAsync()
    {
        using var reply = await _http.PostAsJsonAsync($"{Json}v3/kv/range", new { key = "aw==", count_only = true });
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("count", out var count)
            ? int.Parse(count.GetString()!, CultureInfo.InvariantCulture)
            : 0;
    }
}
