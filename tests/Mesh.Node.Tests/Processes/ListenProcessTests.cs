using System.Net;
using System.Net.Sockets;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>Where a node listens, and by which address the others know it.</summary>
public sealed class ListenProcessTests : IDisposable
{
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Node_on_the_loopback_of_IPv6_becomes_ready_and_answers_there()
    {
        if (!Socket.OSSupportsIPv6)
            return;
        await using var node = await NodeProcess.StartAsync("--host", "::1", "--consul", "--dns", "0");

        var ready = await _http.GetStringAsync(new Uri($"http://[::1]:{node.Ports.Http}/readyz"));
        Assert.Contains("\"ready\":true", ready, StringComparison.Ordinal);
        var members = await _http.GetStringAsync(new Uri($"http://[::1]:{node.Ports.Http}/mesh/v1/cluster"));
        Assert.Contains($"\"[::1]:{node.Ports.Remoting}\"", members, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_is_known_by_what_it_advertises_and_reached_wherever_it_listens()
    {
        await using var first = await NodeProcess.StartAsync(
            "--bind", "localhost", "--bind", "127.0.0.1", "--bind", "127.0.0.2", "--advertise", "127.0.0.2", "--etcd", "0");
        await using var second = await NodeProcess.StartAsync(
            "--bind", "0.0.0.0", "--bind", "::", "--advertise", "127.0.0.3", "--insecure", "--seed", $"127.0.0.1:{first.Ports.Remoting}");

        string[] known = [$"\"127.0.0.2:{first.Ports.Remoting}\"", $"\"127.0.0.3:{second.Ports.Remoting}\""];
        IEnumerable<Uri> places =
        [
            .. System.Net.Dns.GetHostAddresses("localhost").Append(IPAddress.Parse("127.0.0.2")).Select(a => Cluster(a, first)),
            .. ((string[])["127.0.0.1", "127.0.0.3"]).Select(a => Cluster(IPAddress.Parse(a), second)),
        ];
        foreach (var place in places)
        {
            await Eventually.IsAsync(
                async () => await _http.GetStringAsync(place) is var members && known.All(k => members.Contains(k, StringComparison.Ordinal)),
                () => $"{place} does not show {string.Join(" and ", known)}",
                Patience.Limit);
        }
    }

    private static Uri Cluster(IPAddress at, NodeProcess node) => new($"http://{new IPEndPoint(at, node.Ports.Http!.Value)}/mesh/v1/cluster");
}
