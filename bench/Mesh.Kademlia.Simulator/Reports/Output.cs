namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>Prints a run's page and, if a folder is named, writes page, JSON and charts into it.</summary>
internal static class Output
{
    public static void Write(Trial trial, string folder)
    {
        var head = Head(trial.IsSmall);
        Console.WriteLine(trial.Report.ToMarkdown(head));
        if (folder.Length == 0)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kademlia.md"), trial.Report.ToMarkdown(head));
        File.WriteAllText(Path.Combine(folder, "kademlia.json"), trial.Report.ToJson());
        if (trial.Report.Sizes.Count > 1)
        {
            File.WriteAllText(Path.Combine(folder, "kademlia-hops.svg"), Charts.Hops(trial.Report.Sizes));
            File.WriteAllText(Path.Combine(folder, "kademlia-latency.svg"), Charts.Latency(trial.Report.Timings));
        }
    }

    private static string Head(bool isSmall) => $"""
        # The overlay, simulated{(isSmall ? " (small)" : "")}

        Made by `./bench.sh kademlia{(isSmall ? " --small" : "")}`. The code under test is the product's own
        (`src/Mesh.Kademlia`); clock, network and deaths are simulated. Times are in the simulator's clock: round
        trips are lognormal with a median of 80 ms and sigma 0.5, independent of ids and places; no queues, no loss apart
        from dead peers unless a table says so. Seeds are fixed: two runs of one build give the same `kademlia.json`.

        """;
}
