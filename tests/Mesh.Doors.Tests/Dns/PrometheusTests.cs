using System.Net.Http.Json;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>
/// Prometheus finds the node's own metrics by SRV, by A and by HTTP, and scrapes them. Its resolver asks port 53 only,
/// so it and the node run in a network namespace.
/// </summary>
public sealed class PrometheusTests
{
    private const int Http = 8_500;
    private const int Web = 9_090;

    private const string Config = """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: srv
            dns_sd_configs:
              - names: [_node-metrics._tcp.service.mesh]
                refresh_interval: 1s
          - job_name: a
            dns_sd_configs:
              - names: [node-metrics.service.mesh]
                type: A
                port: 8500
                refresh_interval: 1s
          - job_name: http
            http_sd_configs:
              - url: http://127.0.0.1:8500/mesh/v1/prometheus/targets?service=node-metrics&tag=scrape&meta=team=core
                refresh_interval: 1s
            relabel_configs:
              - source_labels: [__meta_mesh_metadata_team]
                target_label: team

        """;

    [Fact]
    public async Task Targets_are_found_by_srv_by_a_and_by_http_and_scraped()
    {
        await using var space = await DnsNamespace.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("mesh-prometheus");
        try
        {
            await using var node = space.Start(NodeBinary.Path, "node", "--dns", "53", "--http", $"{Http}");
            using var api = space.ClientOf(Http);
            await Scraper.UntilAsync(async () => (await api.GetAsync("/readyz")).IsSuccessStatusCode, ready => ready, node, "a ready node");
            await RegisterAsync(api, "n-1", "core");
            await RegisterAsync(api, "n-2", "other");
            var config = Path.Combine(folder.FullName, "prometheus.yml");
            await File.WriteAllTextAsync(config, Config);
            await using var prometheus = space.Start(
                "prometheus", $"--config.file={config}", $"--storage.tsdb.path={folder.FullName}/data", $"--web.listen-address=127.0.0.1:{Web}");
            using var web = space.ClientOf(Web);
            string[] expected =
            [
                "a http://127.0.0.1:8500/metrics up", "http http://127.0.0.1:8500/metrics up core",
                "srv http://7f000001.addr.mesh:8500/metrics up",
            ];
            await Scraper.UntilAsync(() => TargetsAsync(web), seen => seen.SequenceEqual(expected), prometheus, string.Join("; ", expected));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RegisterAsync(HttpClient api, string id, string team)
    {
        var body = new { host = "127.0.0.1", port = Http, tags = new[] { "scrape" }, metadata = new Dictionary<string, string> { ["team"] = team } };
        using var reply = await api.PutAsJsonAsync($"/mesh/v1/services/node-metrics/{id}", body);
        reply.EnsureSuccessStatusCode();
    }

    private static Task<string[]> TargetsAsync(HttpClient web) => Scraper.TargetsAsync(web, t => string.Join(' ',
        t.GetProperty("scrapePool").GetString(), t.GetProperty("scrapeUrl").GetString(), t.GetProperty("health").GetString(),
        t.GetProperty("labels").TryGetProperty("team", out var team) ? team.GetString() : "").TrimEnd());
}
