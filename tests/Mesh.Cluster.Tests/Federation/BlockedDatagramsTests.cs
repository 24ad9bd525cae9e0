using System.Diagnostics;
using Mesh.Testing.Compose;
using Xunit.Abstractions;

namespace Mesh.Cluster.Tests.Federation;

/// <summary>Gateways as processes behind a network that drops datagrams and lets connections through.</summary>
public sealed class BlockedDatagramsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Mesh_whose_datagrams_are_dropped_joins_is_found_and_finds_and_takes_datagrams_up_again()
    {
        await using var network = await NamespaceNetwork.CreateAsync(["eu", "us", "asia"]);
        await using var gateways = new NamespaceGateways(network);
        await gateways.MakeKeysAsync();
        await gateways.BlockDatagramsAsync("us");
        await gateways.StartAsync("eu");
        await gateways.StartAsync("us");
        await gateways.StartAsync("asia");
        await gateways.RegisterAndExportAsync("us", "orders", "of-us");
        await gateways.RegisterAndExportAsync("eu", "orders", "of-eu");

        var watch = Stopwatch.StartNew();
        await gateways.FindsAsync("eu", "orders@us", "of-us");
        await gateways.FindsAsync("asia", "orders@us", "of-us");
        await gateways.FindsAsync("us", "orders@eu", "of-eu");
        output.WriteLine($"found over the block after {watch.ElapsedMilliseconds} ms");
        await gateways.AnswersByAsync("us", "eu", "grpc");
        await gateways.AnswersByAsync("asia", "us", "grpc");
        await gateways.AnswersByAsync("asia", "eu", "udp");
        Assert.Contains("mesh_overlay_carrier_answered_total{carrier=\"udp\"} 0", await gateways.MetricsAsync("us"), StringComparison.Ordinal);

        await gateways.PassDatagramsAsync("us");

        watch.Restart();
        await gateways.AnswersByAsync("us", "eu", "udp");
        await gateways.AnswersByAsync("asia", "us", "udp");
        output.WriteLine($"datagrams again after {watch.ElapsedMilliseconds} ms");
    }
}
