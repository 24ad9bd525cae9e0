using System.Globalization;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Guarded;

/// <summary>
/// What it costs that nodes trust nobody: registrations and propagation at three nodes with TLS, signatures that are required and a token,
/// beside three that are open. In turns, each time fresh nodes; the client's own share of TLS is in it.
/// </summary>
internal static class GuardedTrial
{
    public static async Task<int> RunAsync(int rounds)
    {
        var (open, guarded) = (new List<GuardedFigures>(), new List<GuardedFigures>());
        for (var round = 0; round < rounds; round++)
        {
            // Whoever is first meets a cooler machine.
            foreach (var isGuarded in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                await using var mesh = await GuardedMesh.StartAsync(isGuarded);
                var figures = await mesh.MeasureAsync();
                (isGuarded ? guarded : open).Add(figures);
                Console.WriteLine($"round {round + 1} of {rounds}, {(isGuarded ? "guarded" : "open")}: {figures}");
            }
        }

        Console.WriteLine($"{"median of the rounds",-52} {"open",10} {"guarded",10} {"ratio",7}");
        Say("registrations, c=64", "1/s", f => f.Rate);
        Say("processor time of the nodes for a registration", "ms", f => f.Processor);
        Say("registration to watch at another node, p50", "ms", f => f.P50);
        Say("registration to watch at another node, p99", "ms", f => f.P99);
        return 0;

        void Say(string what, string unit, Func<GuardedFigures, double> of)
        {
            var (one, other) = (Numbers.Median(open.Select(of))!.Value, Numbers.Median(guarded.Select(of))!.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what + ", " + unit,-52} {one,10:0.##} {other,10:0.##} {other / one,7:0.00}"));
        }
    }
}
