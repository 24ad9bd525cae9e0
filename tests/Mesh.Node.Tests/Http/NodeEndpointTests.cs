using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using Mesh.Client;
using Mesh.Node.Http.Answers;
using Mesh.Node.Tests.Support;
using Mesh.Views;

namespace Mesh.Node.Tests.Http;

public sealed class NodeEndpointTests
{
    [Theory]
    [InlineData(MeshPhase.Warming, HttpStatusCode.ServiceUnavailable)]
    [InlineData(MeshPhase.Joining, HttpStatusCode.ServiceUnavailable)]
    [InlineData(MeshPhase.Ready, HttpStatusCode.OK)]
    public async Task Readyz_tells_phase_and_reason(MeshPhase phase, HttpStatusCode expected)
    {
        await using var node = await TestNode.StartAsync(new MeshState(phase, "12 of 64 buckets"));
        using var ready = await node.Http.GetAsync("/readyz");
        Assert.Equal(expected, ready.StatusCode);
        Assert.Contains("12 of 64 buckets", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var live = await node.Http.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_bound_is_refused(bool hasLength)
    {
        await using var node = await TestNode.StartAsync();
        using var body = new StringContent(new string(' ', ApiBody.MaxBytes + 1));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/mesh/v1/services/a/b") { Content = body };
        if (!hasLength)
            request.Headers.TransferEncodingChunked = true;
        using var response = await node.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(ApiAnswer.Problem, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("65536", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cached_body_follows_the_view_of_the_service()
    {
        await using var node = await TestNode.StartAsync();
        foreach (var id in new[] { "o-1", "o-2" })
        {
            await node.RegisterAsync("orders", id);
            // Any query takes the other way to the same answer.
            var plain = await node.Http.GetStringAsync("/mesh/v1/services/orders");
            Assert.Equal(await node.Http.GetStringAsync("/mesh/v1/services/orders?"), plain);
            Assert.Equal(await node.Http.GetStringAsync("/mesh/v1/services/orders?x=1"), plain);
            Assert.Contains(id, plain, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_read_of_the_openapi_document_asks_for_a_body_or_for_a_filter()
    {
        await using var node = await TestNode.StartAsync();
        using var document = JsonDocument.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var reads = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Where(m => m.Name == "get").Select(m => (p.Name, Call: m.Value)))
            .ToArray();

        Assert.NotEmpty(reads);
        Assert.Empty(reads.Where(r => r.Call.TryGetProperty("requestBody", out _)).Select(r => r.Name));
        Assert.Empty(reads.SelectMany(r => Parameters(r.Call).Where(IsNeededInQuery).Select(p => $"{r.Name} {p.GetProperty("name")}")));

        static IEnumerable<JsonElement> Parameters(JsonElement call) =>
            call.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : [];

        static bool IsNeededInQuery(JsonElement parameter) =>
            parameter.GetProperty("in").GetString() == "query"
            && parameter.TryGetProperty("required", out var required) && required.GetBoolean();
    }

    [Fact]
    public async Task The_openapi_document_describes_every_route()
    {
        await using var node = await TestNode.StartAsync();
        using var document = JsonDocument.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths");
        string[] expected =
        [
            "/mesh/v1/services get", "/mesh/v1/services/{service} get", "/mesh/v1/services/{service}/{id} put",
            "/mesh/v1/services/{service}/{id} delete", "/mesh/v1/services/{service}/{id} get",
            "/mesh/v1/services/{service}/{id}/undrain put", "/mesh/v1/services/{service}/{id}/status delete", "/mesh/v1/services/{service}/{id}/renew put",
            "/mesh/v1/services/{service}/{id}/status put", "/mesh/v1/services/{service}/{id}/drain put",
            "/mesh/v1/services/{service}/{id}/explain get", "/mesh/v1/services/{service}/pick get",
            "/mesh/v1/services/{service}/policy get", "/mesh/v1/services/{service}/policy put",
            "/mesh/v1/watch get", "/mesh/v1/cluster get", "/mesh/v1/cluster/leave post",
            "/mesh/v1/cluster/down post", "/mesh/v1/cluster/remove post", "/healthz get", "/readyz get", "/metrics get", "/mesh/v1/prometheus/targets get",
            "/mesh/v1/exports get", "/mesh/v1/exports/{service} put", "/mesh/v1/exports/{service} delete",
            "/mesh/v1/kad/lookup get", "/mesh/v1/kad/table get", "/mesh/v1/kad/store get", "/mesh/v1/kad/ping post",
            "/mesh/v1/snapshot get", "/mesh/v1/snapshot put",
        ];
        var found = paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{p.Name} {m.Name}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        var body = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("RegisterBody");
        Assert.True(body.GetProperty("properties").TryGetProperty("ttl", out _));
    }

    [Fact]
    public async Task Metrics_are_written_for_prometheus()
    {
        await using var node = await TestNode.StartAsync();
        using var meter = new Meter("Mesh");
        meter.CreateCounter<long>("mesh.test.calls", null, "Calls, \"all\"\nof them")
            .Add(3, new KeyValuePair<string, object?>("door", "a\"b\\c"));
        meter.CreateObservableGauge("mesh.test.level", () => 7);
        meter.CreateHistogram<double>("mesh.test.time", "s").Record(0.003);
        meter.CreateCounter<long>("mesh.test.more").Add(2);
        var text = await node.Http.GetStringAsync("/metrics");
        Assert.Contains("# TYPE mesh_test_level gauge\nmesh_test_level 7\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE mesh_test_more_total counter\nmesh_test_more_total 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE dotnet_process_cpu_time", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_inside_is_answered_without_its_details()
    {
        await using var node = await TestNode.StartAsync();
        node.Mesh.Answer = _ => throw new InvalidOperationException("secret");
        using var response = await node.Http.DeleteAsync("/mesh/v1/services/a/b");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unavailable_is_answered_with_503_and_when_to_come_again()
    {
        await using var node = await TestNode.StartAsync();
        node.Mesh.Answer = _ => Task.FromResult<MeshReplies.IReply?>(new MeshReplies.Unavailable("the node is joining"));
        using var body = new StringContent("{\"host\":\"a\",\"port\":1}", Encoding.UTF8);
        using var response = await node.Http.PutAsync("/mesh/v1/services/a/b", body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
