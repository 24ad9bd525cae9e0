using System.Globalization;
using System.Runtime.InteropServices;
using Mesh.Testing.Network;
using Mesh.Testing.Sites;

namespace Mesh.Trials.Federation;

/// <summary>
/// Meshes far apart as real processes: <see cref="MeshesTrial"/> is about what their services see, <see cref="GatewaysTrial"/>
/// about gateways that come and go,
/// <see cref="CarrierTrial"/> about networks without UDP.
/// </summary>
internal static class FederationTrial
{
    private static readonly string Machine = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; all processes on this one machine, so times include what they wait for each other's cores.");

    private const string Method =
        "Each site is a network namespace whose packets to other sites go through a relay in the process of the trial (TUN devices): "
        + "40 ms ± 5 ms late one way, so 80 ms a round trip, order kept, and 2 % lost each way. Gateways are `mesh node --gateway` "
        + "processes of a closed federation, with certificates from `mesh certs` and mutual TLS between them. Further peers, "
        + "for depth, are gateways without a node behind them in the process of the trial, with an address and a UDP socket each, "
        + "spread over four sites. HTTP between the trial and a gateway is within the gateway's site, "
        + "not delayed. Times are p50 / p99 / max. `./bench.sh federation [PEERS]`.";

    /// <param name="peers">Further peers in the overlay of the three meshes.</param>
    public static async Task<int> RunAsync(int peers, string folder)
    {
        var report = new TrialReport("Federation: meshes far apart, as processes", Machine, Method);
        await TryAsync(report, keys => MeshesTrial.RunAsync(report, keys, peers));
        await TryAsync(report, keys => GatewaysTrial.RunAsync(report, keys));
        await TryAsync(report, keys => CarrierTrial.RunAsync(report, keys));
        await report.WriteAsync(folder, "federation");
        return report.AllMet ? 0 : 1;
    }

    /// <summary>A part has a federation of its own; one that fails is a part of the report.</summary>
    private static async Task TryAsync(TrialReport report, Func<FederationKeys, Task> part)
    {
        try
        {
            using var keys = await FederationKeys.CreateAsync();
            await part(keys);
        }
        catch (Exception trouble) when (trouble is TimeoutException or InvalidOperationException or HttpRequestException)
        {
            Console.WriteLine(trouble);
            report.Add("the rest of this part", "not measured: " + trouble.Message.Split('\n')[0], "measured", isMet: false);
        }
    }

    public static Task<SlowNetwork> NetworkAsync(IEnumerable<string> sites) =>
        SlowNetwork.CreateAsync(sites, LinkTerms.Intercontinental, seed: 7);
}
