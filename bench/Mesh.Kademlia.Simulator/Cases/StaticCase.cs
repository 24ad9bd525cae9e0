using System.Globalization;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Cases 3 and 4: lookups through settled overlays of growing size, whole and with a part dead.</summary>
internal static class StaticCase
{
    private static readonly string[] Columns =
    [
        "n", "k", "dead %", "rounds p50/p99", "hops p50/p99", "messages p50/p99", "nearest found %", "recall of k %",
        "value found %", "read rounds p50/p99", "read messages p50/p99", "read ms p50/p99", "ms p99 without soft timeout",
    ];

    public static void Run(Trial trial)
    {
        var table = new ResultTable("Lookups by size and by dead peers", Columns)
        {
            Note = "The part dies at once, nothing is repaired. Every second row, in italics, is the baseline: a first "
                + "simulation that was made to set the goals.",
        };
        var growth = new ResultTable("Growth", ["n", "k", "mean hops", "baseline", "max hops", "mean messages", "baseline", "contacts per table", "baseline"]);
        foreach (var k in (int[])[20, 8])
        {
            foreach (var n in trial.IsSmall ? [1_000, 10_000] : (int[])[1_000, 10_000, 100_000, 1_000_000])
                Size(trial, n, k, table, growth);
        }

        trial.Report.Tables.Add(table);
        trial.Report.Tables.Add(growth);
        var (least, most) = (trial.Report.Sizes[0], trial.Report.Sizes[^1]);
        trial.Report.Figures.Add(Figure.AtMost(
            3,
            string.Create(CultureInfo.InvariantCulture, $"mean hops more at {most.Peers:#,0} peers than at {least.Peers:#,0}"),
            most.MeanHops - least.MeanHops, 2, "", "1.55"));
    }

    private static void Size(Trial trial, int n, int k, ResultTable table, ResultTable growth)
    {
        var settings = KadSettings.Default with { K = k };
        var random = trial.Random(n + k);
        var overlay = new StaticOverlay(n, settings, ref random);
        foreach (var dead in (int[])[0, 10, 30, 50])
        {
            overlay.Peers.Revive();
            overlay.Peers.Kill(dead / 100.0, ref random);
            var what = string.Create(CultureInfo.InvariantCulture, $"n {n}, k {k}, {dead} % dead");
            var lookups = trial.IsSmall ? 500 : 3_000;
            var nodes = overlay.FindNodes(lookups, ref random, i => trial.Progress.Step(what, i, lookups));
            var reads = overlay.Read(Reads(trial, n, k), LookupParameters.Of(settings, LookupMode.First), inTime: false, ref random);
            var timed = overlay.Read(Reads(trial, n, k), LookupParameters.Of(settings, LookupMode.First), inTime: true, ref random);
            var patient = Patient(trial, overlay, settings, dead, random);
            table.Add(
                Text(n), Text(k), Text(dead), nodes.Rounds.Middle, nodes.Hops.Middle, nodes.Messages.Middle,
                Report.Number(nodes.NearestPercent), Report.Number(nodes.RecallPercent), Report.Number(reads.FoundPercent),
                reads.Rounds.Middle, reads.Messages.Middle, timed.Ms.Middle, patient);
            if (Baseline.Static(n, k, dead) is { } before)
                table.Add([.. before.Select(c => $"*{c}*")]);
            if (dead == 0)
                AddGrowth(trial, overlay, n, k, nodes, growth, random);
            if (k == 20)
                Hold(trial, n, dead, nodes, reads, timed);
            trial.Progress.Say($"{what}: messages {nodes.Messages.Middle}, read {timed.Ms.Middle} ms");
        }
    }

    private static int Reads(Trial trial, int n, int k) => trial.IsSmall ? 1_000 : n == 1_000_000 && k == 20 ? 10_000 : 3_000;

    private static string Patient(Trial trial, StaticOverlay overlay, KadSettings settings, int dead, KadRandom random)
    {
        var patient = overlay.WithSettings(settings with { SoftTimeout = settings.HardTimeout });
        var reads = patient.Read(
            trial.IsSmall ? 300 : 2_000, LookupParameters.Of(settings, LookupMode.First), inTime: true, ref random);
        return Report.Number(reads.Ms.At(0.99));
    }

    private static void AddGrowth(
        Trial trial, StaticOverlay overlay, int n, int k, LookupTally nodes, ResultTable growth, KadRandom random)
    {
        var contacts = new Spread();
        for (var i = 0; i < 200; i++)
            contacts.Add(overlay.TableOf(random.Below(n)).All().Count());
        var before = Baseline.Growth(n, k);
        growth.Add(
            Text(n), Text(k), Report.Number(nodes.Hops.Mean), before.Hops, Report.Number(nodes.Hops.Max),
            Report.Number(nodes.Messages.Mean), before.Messages, Report.Number(contacts.Mean), before.Contacts);
        if (k == 20)
            trial.Report.Sizes.Add(new SizePoint(n, nodes.Hops.Mean, nodes.Hops.Max, nodes.Messages.Mean));
    }

    private static void Hold(Trial trial, int n, int dead, LookupTally nodes, ReadTally reads, ReadTally timed)
    {
        var figures = trial.Report.Figures;
        var size = string.Create(CultureInfo.InvariantCulture, $"n {n:#,0}");
        if (dead == 0)
        {
            figures.Add(Figure.AtLeast(3, $"{size}: nearest found", nodes.NearestPercent, 100, "%", "100"));
            figures.Add(Figure.AtLeast(3, $"{size}: recall of 20", nodes.RecallPercent, 99.9, "%", "100"));
            figures.Add(Figure.AtMost(3, $"{size}: rounds p99", nodes.Rounds.At(0.99), n <= 10_000 ? 4 : 5, "", n <= 10_000 ? "4" : "5"));
            figures.Add(Figure.AtMost(3, $"{size}: messages mean", nodes.Messages.Mean, Baseline.MessageBound(n), "", Baseline.Growth(n, 20).Messages));
            figures.Add(Figure.AtMost(3, $"{size}: hops max", nodes.Hops.Max, 6, "", "5"));
            trial.Report.Timings.Add(new TimePoint(n, dead, timed.Ms.At(0.5), timed.Ms.At(0.99)));
            return;
        }

        trial.Report.Timings.Add(new TimePoint(n, dead, timed.Ms.At(0.5), timed.Ms.At(0.99)));
        if (n != (trial.IsSmall ? 10_000 : 1_000_000))
            return;
        var (messages, ms) = Baseline.DeadBounds(dead);
        figures.Add(Figure.AtLeast(4, $"{size}, {dead} % dead: nearest found", nodes.NearestPercent, 99.9, "%", "100"));
        figures.Add(Figure.AtLeast(4, $"{size}, {dead} % dead: value found", reads.FoundPercent, 99.99, "%", "100"));
        figures.Add(Figure.AtMost(4, $"{size}, {dead} % dead: messages mean", nodes.Messages.Mean, messages, ""));
        figures.Add(Figure.AtMost(4, $"{size}, {dead} % dead: first answer p99", timed.Ms.At(0.99), ms, "ms", Baseline.ReadMs(dead).P99));
        if (dead == 10)
        {
            figures.Add(Figure.AtMost(4, $"{size}, {dead} % dead: first answer p50 (goal of the project)", timed.Ms.At(0.5), 220, "ms", "221"));
            figures.Add(Figure.AtMost(4, $"{size}, {dead} % dead: first answer p99 (goal of the project)", timed.Ms.At(0.99), 450, "ms", "447"));
        }
    }

    private static string Text(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
