using System.Globalization;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Guarded;

/// <summary>
/// What it costs that nodes trust nobody: registrations and propagation at three nodes with TLS and a token, and at three with signatures that
/// are required as well, beside three that are open. In turns, each time fresh nodes; the client's own share of TLS is in it.
/// </summary>
internal static class GuardedTrial
{
    private static readonly Guards[] All = Enum.GetValues<Guards>();

    public static async Task<int> RunAsync(int rounds)
    {
        var measured = All.ToDictionary(g => g, _ => new List<GuardedFigures>());
        for (var round = 0; round < rounds; round++)
        {
            // Whoever is first meets a cooler machine.
            foreach (var (n, _) in All.Index())
            {
                var guards = All[(round + n) % All.Length];
                await using var mesh = await GuardedMesh.StartAsync(guards);
                var figures = await mesh.MeasureAsync();
                measured[guards].Add(figures);
                Console.WriteLine($"round {round + 1} of {rounds}, {guards}: {figures}");
            }
        }

        Console.WriteLine($"{"median of the rounds",-52} {"open",10} {"TLS",10} {"ratio",7} {"signed",10} {"to TLS",7}");
        Say("registrations, c=64", "1/s", f => f.Rate);
        Say("processor time of the nodes for a registration", "ms", f => f.Processor);
        Say("registration to watch at another node, p50", "ms", f => f.P50);
        Say("registration to watch at another node, p99", "ms", f => f.P99);
        return 0;

        void Say(string what, string unit, Func<GuardedFigures, double> of)
        {
            var (open, tls, signed) = (Median(Guards.None), Median(Guards.TlsAndToken), Median(Guards.All));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what + ", " + unit,-52} {open,10:0.##} {tls,10:0.##} {tls / open,7:0.00} {signed,10:0.##} {signed / tls,7:0.00}"));

            double Median(Guards guards) => Numbers.Median(measured[guards].Select(of))!.Value;
        }
    }
}
