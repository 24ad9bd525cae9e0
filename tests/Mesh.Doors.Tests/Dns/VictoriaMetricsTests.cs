using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>
/// VictoriaMetrics finds what to scrape at the Consul door, by a reader of its own: its consul_sd_configs. It takes ports by
/// number alone, so it and the node run in a network namespace.
/// </summary>
public sealed class VictoriaMetricsTests
{
    private const int Http = 8_500;
    private const int Web = 8_428;

    private const string Config = """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: mesh
            consul_sd_configs:
              - server: 127.0.0.1:8500
                tags: [scrape]
            relabel_configs:
              - source_labels: [__meta_consul_service]
                target_label: service
              - source_labels: [__meta_consul_service_metadata_team]
                target_label: team

        """;

    [Fact]
    public async Task Targets_come_and_go_with_the_services()
    {
        await using var space = await DnsNamespace.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("mesh-victoria");
        try
        {
            await using var node = space.Start(NodeBinary.Path, "node", "--consul", "--http", $"{Http}");
            using var api = space.ClientOf(Http);
            await Scraper.UntilAsync(async () => (await api.GetAsync("/readyz")).IsSuccessStatusCode, ready => ready, node, "a ready node");
            await RegisterAsync(api, "metrics", "scrape");
            await RegisterAsync(api, "other", "not");
            var config = Path.Combine(folder.FullName, "scrape.yml");
            await File.WriteAllTextAsync(config, Config);
            await using var victoria = space.Start(
                "victoria-metrics",
                $"-promscrape.config={config}", $"-storageDataPath={folder.FullName}/data", $"-httpListenAddr=127.0.0.1:{Web}",
                "-promscrape.consulSDCheckInterval=1s");
            using var web = space.ClientOf(Web);
            await Scraper.UntilAsync(
                () => TargetsAsync(web), seen => seen.SequenceEqual(["http://127.0.0.1:8500/metrics up metrics core"]), victoria, "the one target");
            using (var gone = await api.PutAsync(new Uri("/v1/agent/service/deregister/metrics", UriKind.Relative), null))
                gone.EnsureSuccessStatusCode();
            await Scraper.UntilAsync(() => TargetsAsync(web), seen => seen.Length == 0, victoria, "no target");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RegisterAsync(HttpClient api, string name, string tag)
    {
        var body = new { Name = name, Address = "127.0.0.1", Port = Http, Tags = new[] { tag }, Meta = new { team = "core" } };
        using var reply = await api.PutAsJsonAsync("/v1/agent/service/register", body);
        reply.EnsureSuccessStatusCode();
    }

    private static Task<string[]> TargetsAsync(HttpClient web) => Scraper.TargetsAsync(web, t => string.Join(' ',
        t.GetProperty("scrapeUrl").GetString(), t.GetProperty("health").GetString(), Label(t, "service"), Label(t, "team")));

    private static string Label(JsonElement target, string name) =>
        target.GetProperty("labels").TryGetProperty(name, out var value) ? value.GetString()! : "";
}
