using System.Net;
using System.Text.Json;
using Mesh.Testing.Compose;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Compose;

/// <summary>
/// docker-compose.yml, started without a container engine. Needs root and iproute2, and says so when one is missing.
/// </summary>
public sealed class ComposeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static string PathOfFile => Path.Combine(NodeBinary.Root, "docker-compose.yml");

    [Fact]
    public void File_describes_two_nodes_two_orders_and_a_storefront_each_with_a_health_check()
    {
        var file = ComposeFile.Read(PathOfFile);

        Assert.Equal(["mesh-1", "mesh-2", "orders-1", "orders-2", "storefront"], file.Services.Keys.Order());
        Assert.All(file.Services, s => Assert.Contains(s.Value.Healthcheck.Url.AbsolutePath, (string[])["/readyz", "/healthz"]));
        Assert.All(file.Services, s => Assert.Contains(s.Value.Healthcheck.Url.Host, (string[])[s.Key, "localhost"]));
        Assert.All(file.Services, s => Assert.All(s.Value.DependsOn, d => Assert.Equal("service_healthy", d.Value.Condition)));
        Assert.All(file.Services, s => Assert.Equal(file.Networks.Keys, s.Value.Networks));
    }

    [Fact]
    public async Task Topology_serves_the_storefront_from_both_orders_and_goes_on_when_one_is_killed()
    {
        await using var topology = await ComposeTopology.StartAsync(ComposeFile.Read(PathOfFile));
        using var browser = topology.ClientAt("storefront");

        await UntilAsync(topology, browser, ["orders-1", "orders-2"]);
        topology.Kill("orders-1");
        var after = new List<string>();
        for (var call = 0; call < 100; call++)
            after.Add(await CallAsync(topology, browser));

        Assert.All(after, a => Assert.Equal("orders-2", a));
    }

    [Theory]
    [InlineData("two")]
    [InlineData("no/name")]
    public async Task Network_leaves_nothing_behind_even_when_it_could_not_be_made(string second)
    {
        var run = NamespaceNetwork.NewRun();

        var made = await Record.ExceptionAsync(
            async () => await (await NamespaceNetwork.CreateAsync(["one", second], run)).DisposeAsync());

        Assert.Equal(second == "two", made is null);
        Assert.DoesNotContain(LeftIn("/run/netns"), n => n.StartsWith(run, StringComparison.Ordinal));
        Assert.DoesNotContain(LeftIn("/etc/netns"), n => n.StartsWith(run, StringComparison.Ordinal));
    }

    private static IEnumerable<string> LeftIn(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Select(e => Path.GetFileName(e)) : [];

    private static async Task UntilAsync(ComposeTopology topology, HttpClient browser, HashSet<string> expected)
    {
        var seen = new HashSet<string>();
        await NodeApi.UntilAsync(
            async () =>
            {
                seen.Add(await CallAsync(topology, browser));
                return seen.SetEquals(expected);
            },
            Limit,
            $"answers of {string.Join(" and ", expected)}");
    }

    /// <summary>The instance that answered.</summary>
    private static async Task<string> CallAsync(ComposeTopology topology, HttpClient browser)
    {
        using var reply = await browser.GetAsync(new Uri("http://storefront:8080/7"));
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.OK, $"the storefront answered {(int)reply.StatusCode}: {text}{topology.Output}");
        using var order = JsonDocument.Parse(text);
        return order.RootElement.GetProperty("instance").GetString()!;
    }
}
