using Mesh.Testing;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>A mesh that falls apart and comes together, seen on an open page. Needs root, iproute2 and /dev/net/tun, and says so.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class PartitionTests
{
    private const int Port = 4053;
    private const int HttpPort = 8500;
    private static readonly TimeSpan Limit = 2 * Patience.Limit;

    [Fact]
    public async Task Partition_shows_on_an_open_page_and_heals()
    {
        await using var network = await SlowNetwork.CreateAsync(["west", "east"], LinkTerms.Direct);
        await using var first = await StartAsync(network, "west", 1, seed: null);
        await using var second = await StartAsync(network, "west", 2, first.Host);
        await using var third = await StartAsync(network, "east", 1, first.Host);
        await using var browser = await ChromiumFixture.LaunchInAsync(network.NamespaceOf("west"));
        await using var page = await browser.Chromium.OpenAsync(new Uri($"http://{first.Host}:{HttpPort}"), "topology");
        var cards = page.Page.Locator(".node-card");
        await Assertions.Expect(cards).ToHaveCountAsync(3, new() { Timeout = (float)Limit.TotalMilliseconds });
        await page.SeesAsync(cards.Filter(new() { HasText = third.Host }).GetByText("answers in"));

        network.Cut("east");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Not heard from here" }));
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Region, new() { Name = "Who doubts whom" }).GetByText("third"));

        network.Heal("east");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Sides" })).ToHaveCountAsync(0, new() { Timeout = (float)Limit.TotalMilliseconds });
        await Assertions.Expect(cards.Filter(new() { HasText = "confirmed" })).ToHaveCountAsync(3, new() { Timeout = (float)Limit.TotalMilliseconds });
    }

    private static async Task<SiteNode> StartAsync(SlowNetwork network, string site, int host, string? seed)
    {
        var ip = $"{network.AddressOf(site, host)}";
        string[] arguments =
        [
            "netns", "exec", network.NamespaceOf(site), NodeBinary.Path, "node", "--name", site == "east" ? "third" : $"{site}-{host}",
            "--host", ip, "--insecure", "--port", $"{Port}", "--http", $"{HttpPort}",
            .. seed is null ? (string[])[] : ["--seed", $"{seed}:{Port}"],
        ];
        var node = new SiteNode(ip, ChildProcess.Start("ip", arguments, new Dictionary<string, string>()));
        try
        {
            using var http = network.ClientAt(site);
            await Eventually.IsAsync(() => IsReadyAsync(http, ip), () => $"{site} is not ready; it printed:\n{node.Output}", Limit);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string ip)
    {
        try
        {
            using var reply = await http.GetAsync(new Uri($"http://{ip}:{HttpPort}/readyz"));
            return reply.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private sealed class SiteNode(string host, ChildProcess process) : IAsyncDisposable
    {
        public string Host => host;

        public string Output => process.Output;

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }
}
