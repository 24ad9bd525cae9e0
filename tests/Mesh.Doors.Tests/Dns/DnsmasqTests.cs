using System.Net.Http.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>dnsmasq before the door, as a host has it: it forwards the domain and answers the host's programs.</summary>
public sealed class DnsmasqTests
{
    private const int Http = 8_500;
    private const int Door = 8_600;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Names_of_the_domain_are_found_through_it_and_what_is_missing_is_told_apart()
    {
        await using var space = await DnsNamespace.CreateAsync();
        await using var node = space.Start(NodeBinary.Path, "node", "--dns", $"{Door}", "--http", $"{Http}");
        using var api = space.ClientOf(Http);
        await Eventually.SeesAsync(
            async () => (await api.GetAsync("/readyz")).IsSuccessStatusCode,
            ready => ready,
            "a ready node",
            _ => node.Output,
            Limit,
            TimeSpan.FromMilliseconds(200),
            trouble => trouble is HttpRequestException or OperationCanceledException);
        for (var i = 1; i <= 40; i++)
        {
            using var put = await api.PutAsJsonAsync($"/mesh/v1/services/web/w-{i}", new { host = $"10.0.0.{i}", port = 8_080 });
            put.EnsureSuccessStatusCode();
        }

        await using var dnsmasq = space.Start(
            "/usr/sbin/dnsmasq",
            "--no-daemon", "--user=root", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--pid-file", "--bind-interfaces",
            "--listen-address=127.0.0.1", "--port=53", $"--server=/mesh/127.0.0.1#{Door}");
        await Eventually.SeesAsync(
            () => DigAsync(space, "web.service.mesh", "A", "+short"),
            answer => answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 40,
            "forty addresses",
            answer => $"{answer}; dnsmasq printed:\n{dnsmasq.Output}",
            Limit,
            TimeSpan.FromMilliseconds(200),
            _ => false);
        Assert.Equal(40, (await DigAsync(space, "web.service.mesh", "SRV", "+short")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("status: NXDOMAIN", await DigAsync(space, "nobody.service.mesh", "A"), StringComparison.Ordinal);
        var noData = await DigAsync(space, "web.service.mesh", "AAAA");
        Assert.Contains("status: NOERROR", noData, StringComparison.Ordinal);
        Assert.Contains("ANSWER: 0,", noData, StringComparison.Ordinal);
    }

    private static async Task<string> DigAsync(DnsNamespace space, params string[] arguments)
    {
        await using var dig = space.Start("dig", ["@127.0.0.1", .. arguments]);
        await dig.WaitAsync(Limit);
        return dig.Output;
    }
}
