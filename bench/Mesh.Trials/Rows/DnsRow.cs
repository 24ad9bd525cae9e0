using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;

namespace Mesh.Trials.Rows;

/// <summary>dnsperf against the DNS door of a node with 10,000 instances. Consul is in no package of Debian: its figures are recorded ones.</summary>
internal sealed partial class DnsRow : IRow
{
    private const string Peer = "Consul 1.10, recorded on 2 processors of the same kind";

    // (kind of question, with EDNS, what Consul answered a second)
    private static readonly (string Type, double Recorded)[] Questions = [("SRV", 13_571), ("A", 17_397)];

    private readonly Figure[] _rates = [.. Questions.Select(q => new Figure($"DNS {q.Type} with EDNS, 10 instances", "1/s", Goal.AtLeastTimes(5), Peer))];
    private readonly Figure _lost = new("DNS questions that were lost", "", Goal.AtMost(0));

    public string Name => "dns";

    public string About => "dnsperf against the DNS door of a node with 10,000 instances";

    public IReadOnlyList<Figure> Figures => [.. _rates, _lost];

    public async Task MeasureAsync(Course course)
    {
        await using var node = await NodeProcess.StartAsync("--dns", "0");
        await DnsLoad.FillAsync(node);
        for (var i = 0; i < Questions.Length; i++)
        {
            course.Readings.Peer(_rates[i], Questions[i].Recorded);
            // The first run warms up.
            for (var round = 0; round <= course.Rounds; round++)
            {
                var text = await DnsLoad.RunOnceAsync(node.Ports.Dns!.Value, Questions[i].Type, edns: true, course.Of(4, 2));
                if (round == 0)
                    continue;
                course.Readings.Mesh(_rates[i], Number(Rate(), text));
                course.Readings.Mesh(_lost, Number(Lost(), text));
            }
        }
    }

    private static double Number(Regex what, string text) => what.Match(text) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"dnsperf printed: {text}");

    [GeneratedRegex(@"Queries per second:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Queries lost:\s+([0-9]+)")]
    private static partial Regex Lost();
}
