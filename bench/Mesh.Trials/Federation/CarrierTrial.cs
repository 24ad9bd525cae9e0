using System.Diagnostics;
using Mesh.Testing.Network;
using Mesh.Testing.Sites;
using static System.FormattableString;

namespace Mesh.Trials.Federation;

/// <summary>Three meshes whose network drops all datagrams between sites; one of them never saw it otherwise.</summary>
internal sealed class CarrierTrial(TrialReport report, SlowNetwork network, SiteMeshes meshes)
{
    private const int Names = 50;
    private const int AtOnce = 4;
    private static readonly string[] Meshes = ["eu", "us", "asia"];

    public static async Task RunAsync(TrialReport report, FederationKeys keys)
    {
        report.Begin("UDP blocked", "Three meshes with two gateways each and no further peers. eu and us have met when all UDP between sites "
            + "is blocked; asia starts afterwards. Nothing but gRPC on the gateways' ports gets through.");
        await using var network = await FederationTrial.NetworkAsync(Meshes);
        await using var meshes = new SiteMeshes(network, keys);
        await new CarrierTrial(report, network, meshes).RunAsync();
    }

    private async Task RunAsync()
    {
        await meshes.StartAsync("eu", gateways: 2);
        await meshes.StartAsync("us", gateways: 2);
        await ExportAsync("eu");
        await ExportAsync("us");
        network.Block(IpProtocol.Udp);
        var before = Passed();
        var began = Stopwatch.GetTimestamp();
        await meshes.StartAsync("asia", gateways: 1);
        report.Add("a gateway of asia from the start of its process until it is in the overlay", Invariant($"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        await meshes.StartAsync("asia", gateways: 1);
        await LocateAsync("us", "eu", "meshes that have met, NAME@MESH");
        await LocateAsync("asia", "eu", "a mesh that never had UDP asks, NAME@MESH");
        await ExportAsync("asia");
        await LocateAsync("us", "asia", "a mesh that never had UDP is asked, NAME@MESH");
        var calls = await Asking.AllAsync(meshes.All, AtOnce, g => g.Api.MetricAsync("mesh_overlay_carrier_answered_total", "carrier=\"grpc\""));
        report.Add("answers of the overlay that gRPC brought", Invariant($"{calls.Sum()}"));
        var passed = Passed() - before;
        report.Add("datagrams that passed between sites meanwhile", passed, "0", passed == 0);
    }

    private async Task ExportAsync(string mesh)
    {
        for (var i = 0; i < Names; i++)
        {
            await meshes[mesh][i % 2].Api.RegisterAsync($"{mesh}-{i}", $"instance-{i}");
            await meshes[mesh][i % 2].ExportAsync($"{mesh}-{i}");
        }
    }

    private async Task LocateAsync(string asker, string asked, string what)
    {
        var times = new Spread(await Asking.AllAsync(Enumerable.Range(0, Names), AtOnce, i =>
            Asking.LocateAsync(meshes[asker][i % 2], $"{asked}-{i}@{asked}", $"instance-{i}")));
        report.Add(what, times, "all found", times.Count == Names);
    }

    private long Passed() => network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp) is var udp ? udp.Packets - udp.Blocked : 0;
}
