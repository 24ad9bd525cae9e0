using System.Globalization;
using Akka.Actor;
using Mesh.Testing;

namespace Mesh.Trials.Transport;

/// <summary>
/// Akka's stock transport beside the mesh's, TLS off and on, in turns within one process: round trips one at a time, and
/// messages per second with many under way. Both ends and the machine's other work are in the figures; read the ratios.
/// </summary>
internal static class TransportTrial
{
    private const int Bytes = 200;
    private const int Large = 100_000;
    private const int LargeMessages = 2_000;
    private const int Window = 512;
    // Two runs of one transport differ by less.
    private const double Noise = 0.1;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="rounds">Of each of both; the figures are the medians.</param>
    /// <returns>1: a figure is worse than that of the stock transport.</returns>
    public static async Task<int> RunAsync(int rounds)
    {
        using var authority = new TestAuthority();
        var worse = 0;
        foreach (var secured in (bool[])[false, true])
        {
            var tls = secured ? authority.Node("127.0.0.1") : null;
            await using var stock = await TransportPair.StartAsync(stock: true, tls);
            await using var own = await TransportPair.StartAsync(stock: false, tls);
            List<Figure> ofStock = [], ofOwn = [];
            await MeasureAsync(stock, 5_000);
            await MeasureAsync(own, 5_000);
            for (var round = 0; round < rounds; round++)
            {
                // Whoever is first in one round is last in the next.
                var turns = round % 2 == 0 ? new[] { (stock, ofStock), (own, ofOwn) } : [(own, ofOwn), (stock, ofStock)];
                foreach (var (pair, figures) in turns)
                    figures.Add(await MeasureAsync(pair, 20_000));
            }

            Console.WriteLine($"TLS {(secured ? "on" : "off")}, {rounds} rounds, messages of {Bytes} bytes and of {Large}");
            worse += Print("round trip p50 in us", ofStock, ofOwn, f => f.P50, isLessBetter: true);
            worse += Print("round trip p99 in us", ofStock, ofOwn, f => f.P99, isLessBetter: true);
            worse += Print("messages/s there and back", ofStock, ofOwn, f => f.PerSecond, isLessBetter: false);
            worse += Print("MB/s there and back", ofStock, ofOwn, f => f.Megabytes, isLessBetter: false);
        }

        return worse == 0 ? 0 : 1;
    }

    private static async Task<Figure> MeasureAsync(TransportPair pair, int messages)
    {
        var single = await pair.Caller.Ask<TransportRun>(new TransportCaller.Order(messages / 4, 1, Bytes), Limit);
        var many = await pair.Caller.Ask<TransportRun>(new TransportCaller.Order(messages * 4, Window, Bytes), Limit);
        var large = await pair.Caller.Ask<TransportRun>(new TransportCaller.Order(LargeMessages, 16, Large), Limit);
        var times = single.Times.Select(t => t.TotalMicroseconds).Order().ToArray();
        return new Figure(
            times[times.Length / 2],
            times[times.Length * 99 / 100],
            messages * 4 / many.Took.TotalSeconds,
            LargeMessages * (Large / 1e6) / large.Took.TotalSeconds);
    }

    /// <returns>1 when it is worse.</returns>
    private static int Print(string what, List<Figure> stock, List<Figure> own, Func<Figure, double> value, bool isLessBetter)
    {
        var (before, now) = (Median(stock.Select(value)), Median(own.Select(value)));
        var isWorse = isLessBetter ? now > before * (1 + Noise) : now < before * (1 - Noise);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-28} stock {before,12:0.0}  mesh {now,12:0.0}  mesh/stock {now / before,6:0.00}{(isWorse ? "  worse" : "")}"));
        return isWorse ? 1 : 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Figure(double P50, double P99, double PerSecond, double Megabytes);
}
