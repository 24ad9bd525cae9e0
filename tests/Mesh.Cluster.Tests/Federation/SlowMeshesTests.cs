using System.Diagnostics;
using System.Text.Json;
using Mesh.Cluster.Tests.Network;
using Mesh.Testing;
using Mesh.Testing.Network;
using Mesh.Testing.Sites;
using Xunit.Abstractions;

namespace Mesh.Cluster.Tests.Federation;

/// <summary>
/// Three meshes of a closed federation with two gateways each, as processes, 80 ms apart on a network that loses one packet
/// in fifty. Needs root, iproute2 and /dev/net/tun, and says so when one is missing.
/// </summary>
[Collection(SlowNetworkCollection.Name)]
public sealed class SlowMeshesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly string[] Names = ["eu", "us", "asia"];

    [Fact]
    public async Task Meshes_far_apart_find_each_other_and_survive_a_gateway_without_remoting_between_them()
    {
        await using var network = await SlowNetwork.CreateAsync(Names, LinkTerms.Intercontinental);
        using var keys = await FederationKeys.CreateAsync();
        var meshes = new SiteMeshes(network, keys);
        await using var _ = meshes;
        foreach (var name in Names)
        {
            await meshes.StartAsync(name, gateways: 2);
            await meshes[name][0].Api.RegisterAsync("orders", $"of-{name}", consistency: "all");
            await meshes[name][0].ExportAsync("orders");
        }

        await EachFindsTheOthersAsync(meshes);
        await SiblingGoesOnAsync(meshes);
        NoRemotingBetweenMeshes(network);
    }

    private async Task EachFindsTheOthersAsync(SiteMeshes meshes)
    {
        foreach (var asker in Names)
        {
            foreach (var asked in Names.Where(n => n != asker))
            {
                foreach (var node in meshes[asker])
                {
                    var began = Stopwatch.GetTimestamp();
                    var found = await WhenAsync(node, $"orders@{asked}", d => Ids(d) is [var id] && id == $"of-{asked}" && Text(d, "state") == "live");
                    output.WriteLine($"{asker} finds orders@{asked} after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
                    Assert.Equal(asked, Text(found, "origin"));
                }
            }
        }
    }

    /// <summary>Kills one gateway of eu: what those who asked it have stays, and changes come through its sibling.</summary>
    private async Task SiblingGoesOnAsync(SiteMeshes meshes)
    {
        meshes["eu"][1].Kill();
        foreach (var node in meshes["us"].Concat(meshes["asia"]))
            Assert.Contains("of-eu", Ids(await node.Api.GetAsync("/mesh/v1/services/orders@eu")));
        await meshes["eu"][0].Api.RegisterAsync("orders", "later");
        var began = Stopwatch.GetTimestamp();
        foreach (var node in meshes["us"].Concat(meshes["asia"]))
            await WhenAsync(node, "orders@eu", d => Ids(d).Contains("later"));
        output.WriteLine($"a change came through the sibling after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }

    private static void NoRemotingBetweenMeshes(SlowNetwork network)
    {
        Assert.Equal(0, network.Traffic.Sum(k => k.Port == SiteGateway.RemotingPort).Packets);
        // Connections are opened to the gateways' ports alone, and there are some, so that the counting can be believed.
        Assert.Equal(0, network.Traffic.Sum(k => k.Port != SiteGateway.GatewayPort).Openings);
        Assert.True(network.Traffic.Sum(k => k.Port == SiteGateway.GatewayPort).Openings > 0);
        Assert.True(network.Traffic.Sum(k => k is { Protocol: IpProtocol.Udp, Port: SiteGateway.GatewayPort }).Packets > 0);
        Assert.True(network.Traffic.Sum(_ => true).Lost > 0);
    }

    private static string? Text(JsonElement detail, string name) => detail.GetProperty(name).GetString();

    private static string[] Ids(JsonElement detail) =>
        [.. detail.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];

    private static async Task<JsonElement> WhenAsync(SiteGateway node, string service, Func<JsonElement, bool> condition)
    {
        JsonElement last = default;
        await Eventually.IsAsync(
            async () => condition(last = await node.Api.GetAsync($"/mesh/v1/services/{service}")),
            () => $"{node.Options}, {service}: {last}\n{node.Output}",
            Limit);
        return last;
    }
}
