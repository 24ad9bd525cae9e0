using System.Diagnostics;
using System.Globalization;
using Mesh.Kademlia.Simulator;
using Mesh.Kademlia.Simulator.Cases;
using Mesh.Kademlia.Simulator.Reports;

// The overlay's own code on a virtual clock: ./bench.sh kademlia [--small] [--out FOLDER] [CASE…]
var cases = AllCases.ByName;
var isSmall = args.Contains("--small");
var folder = Array.IndexOf(args, "--out") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : "";
var wanted = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal) && a != folder).ToArray();
if (wanted.Except(cases.Select(c => c.Name)).Any())
{
    await Console.Error.WriteLineAsync($"usage: [--small] [--out FOLDER] [{string.Join('|', cases.Select(c => c.Name))}]…");
    return 2;
}

var trial = new Trial(isSmall, Seed: 20, new Report(), new Progress(Console.Error));
foreach (var (name, run) in cases.Where(c => wanted.Length == 0 || wanted.Contains(c.Name)))
{
    var watch = Stopwatch.StartNew();
    run(trial);
    trial.Report.Machine.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {watch.Elapsed.TotalSeconds:0.0} s{(name == "static" ? " (goal, for a million peers: 60 s)" : "")}"));
}

var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
trial.Report.Machine.Add(string.Create(CultureInfo.InvariantCulture, $"most memory: {memory} MB, {Environment.ProcessorCount} processors (goal: 4,096 MB)"));
Output.Write(trial, folder);
return trial.Report.IsMet ? 0 : 1;
