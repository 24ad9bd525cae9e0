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
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="rounds">Of each of both; the figures are the medians.</param>
    public static async Task RunAsync(int rounds)
    {
        using var authority = new TestAuthority();
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
            Print("round trip p50 in us", ofStock, ofOwn, f => f.P50);
            Print("round trip p99 in us", ofStock, ofOwn, f => f.P99);
            Print("messages/s there and back", ofStock, ofOwn, f => f.PerSecond);
            Print("MB/s there and back", ofStock, ofOwn, f => f.Megabytes);
        }
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

    private static void Print(string what, List<Figure> stock, List<Figure> own, Func<Figure, double> value)
    {
        var (before, now) = (Median(stock.Select(value)), Median(own.Select(value)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-28} stock {before,12:0.0}  mesh {now,12:0.0}  mesh/stock {now / before,6:0.00}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Figure(double P50, double P99, double PerSecond, double Megabytes);
}
