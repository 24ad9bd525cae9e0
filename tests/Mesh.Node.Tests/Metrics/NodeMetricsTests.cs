using System.Globalization;
using System.Net;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Metrics;

public sealed class NodeMetricsTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mesh-metrics-");

    public void Dispose()
    {
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Prometheus_finds_nothing_in_the_metrics_of_a_node_with_all_doors()
    {
        await using var node = await StartAsync();
        await GetAsync(node, "/v1/catalog/services");
        await GetAsync(node, "/v1/health/service/web?index=1&wait=10ms");
        await GetAsync(node, "/mesh/v1/services");

        Assert.Equal("", await Promtool.CheckMetricsAsync(await MetricsAsync(node)));
    }

    [Fact]
    public async Task Requests_are_counted_by_door_and_outcome_and_the_program_says_what_it_is()
    {
        await using var node = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/v1/catalog/services"));
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync(node, "/v1/catalog/services?filter=%3D%3D"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/mesh/v1/services"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/v1/health/service/web?index=1&wait=10ms"));
        // A request is counted after its answer is away.
        await Eventually.SeesAsync(
            () => MetricsAsync(node),
            m => Value(m, "mesh_door_waits_total{mesh_door=\"consul\"}") == 1,
            "the last request is counted",
            m => m ?? "");
        var metrics = await MetricsAsync(node);

        Assert.Equal(1, Value(metrics, "mesh_door_request_duration_seconds_count{mesh_door=\"consul\",mesh_outcome=\"ok\"}"));
        Assert.Equal(1, Value(metrics, "mesh_door_request_duration_seconds_count{mesh_door=\"consul\",mesh_outcome=\"refused\"}"));
        Assert.True(Value(metrics, "mesh_door_request_duration_seconds_count{mesh_door=\"native\",mesh_outcome=\"ok\"}") >= 1, metrics);
        Assert.Contains("mesh_build_info{", metrics, StringComparison.Ordinal);
        Assert.Contains($"runtime=\"{Environment.Version}\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_that_runs_out_and_check_that_fails_are_counted()
    {
        await using var node = await StartAsync();
        using var api = new NodeApi(node.Http);
        await api.PutAsync("/mesh/v1/services/web/leased", new { host = "10.0.0.1", port = 80, ttl = "1s" });
        using var dead = new DeadPort();
        await api.PutAsync(
            "/v1/agent/service/register",
            new { Name = "web", ID = "checked", Port = dead.Number, Check = new { TCP = $"{dead}", Interval = "1s", Timeout = "1s" } });

        await Eventually.SeesAsync(
            () => MetricsAsync(node),
            m => Value(m, "mesh_lease_expiries_total") == 1 && Value(m, "mesh_check_failures_total") >= 1,
            "both are counted",
            m => m ?? "",
            limit: Patience.Limit * 2);

        Assert.Equal(1, Value(await MetricsAsync(node), "mesh_lease_expiries_total"));
    }

    private Task<NodeProcess> StartAsync() => NodeProcess.StartAsync("--data", _data.FullName, "--consul", "--etcd", "0", "--dns", "0");

    private async Task<HttpStatusCode> GetAsync(NodeProcess node, string path)
    {
        using var response = await _http.GetAsync(new Uri(node.Http, path));
        return response.StatusCode;
    }

    private Task<string> MetricsAsync(NodeProcess node) => _http.GetStringAsync(new Uri(node.Http, "/metrics"));

    /// <returns>-1: it is not there.</returns>
    private static double Value(string metrics, string series)
    {
        var line = metrics.Split('\n').FirstOrDefault(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? -1 : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
