using System.Globalization;
using Mesh.Testing.Restarts;

namespace Mesh.Trials.Restarts;

/// <summary>
/// A rolling restart of three nodes with data folders, round after round, under 200 instances of all four kinds: does
/// anybody see one missing that lives, or one offered that does not? First by SIGTERM, then by SIGKILL.
/// </summary>
internal static class RestartTrial
{
    private const int Instances = 200;
    private const int Shown = 40;

    private static readonly RestartBounds Bounds = new(
        Spread: TimeSpan.FromSeconds(2),
        Away: TimeSpan.FromMilliseconds(250),
        Suspect: TimeSpan.FromSeconds(2),
        Removed: TimeSpan.FromSeconds(15),
        Checked: TimeSpan.FromSeconds(8),
        Lost: TimeSpan.FromMilliseconds(500));

    public static async Task<int> RunAsync(int rounds, string? which)
    {
        var faults = 0;
        if (which is null or "term")
            faults += await RunAsync("SIGTERM", Plan(rounds, isKill: false));
        if (which is null or "kill")
            faults += await RunAsync("SIGKILL", Plan(rounds, isKill: true));
        return faults == 0 ? 0 : 1;
    }

    private static RestartPlan Plan(int rounds, bool isKill) => new(
        Instances,
        rounds,
        isKill,
        Away: isKill ? Bounds.Removed + TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(3),
        Rest: Bounds.Checked + TimeSpan.FromSeconds(2),
        ReadPause: TimeSpan.FromMilliseconds(60),
        ChurnPause: TimeSpan.FromMilliseconds(300),
        Noticed: Bounds.Checked + TimeSpan.FromSeconds(2));

    private static async Task<int> RunAsync(string signal, RestartPlan plan)
    {
        var seed = Environment.TickCount;
        Console.WriteLine($"{signal}, {plan.Rounds} rounds of three restarts, seed {seed}");
        await using var fleet = await RestartFleet.StartAsync();
        var run = await RestartRun.RunAsync(fleet, plan, seed, words => Console.WriteLine($"  {words}"));
        var history = run.Recorder.History;
        var faults = RestartModel.Check(history, Bounds);
        foreach (var refusal in run.Recorder.Refusals.Take(Shown))
            Console.WriteLine($"  {refusal}");
        foreach (var group in faults.GroupBy(f => (f.Rule, f.Subject.Service, f.Reading.Door)))
            Console.WriteLine($"  {group.Key.Rule}: {group.Key.Service} at {group.Key.Door}, {group.Count()} readings, {group.Select(f => f.Subject.Port).Distinct().Count()} instances");
        foreach (var group in faults.GroupBy(f => (f.Rule, f.Subject)).GroupBy(g => (g.Key.Rule, g.Key.Subject.Service)).SelectMany(s => s.Take(3)).Take(Shown))
            Console.WriteLine($"  {group.Count()}x from {group.First()} to {group.Last().Reading}");
        foreach (var group in faults.GroupBy(f => f.Rule))
            Console.WriteLine($"  {group.Key}: {group.Count()} readings, {group.Select(f => f.Subject.Port).Distinct().Count()} instances");
        foreach (var down in history.Downtimes)
            Console.WriteLine($"  node {down.Node}: {down.Began.TotalSeconds:0.000} {down.Ended.TotalSeconds:0.000} {down.Restarted?.TotalSeconds:0.000} {down.Back?.TotalSeconds:0.000}");
        var kinds = string.Join(", ", history.Subjects.GroupBy(s => s.Kind).Select(k => $"{k.Count()} {k.Key}".ToLowerInvariant()));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{signal}: {history.Downtimes.Length} restarts, {history.Subjects.Length} instances ({kinds}), "
            + $"{history.Subjects.Count(s => s.Deregistered is not null)} deregistered meanwhile, {history.Readings.Length} readings: "
            + $"{faults.Count} faults, {run.Recorder.Refusals.Count} wrong answers"));
        Figures.Print($"{signal}: signal to the end of the process", history.Downtimes.Select(d => d.Ended - d.Began));
        Figures.Print($"{signal}: start to ready", history.Downtimes.Select(d => d.Back!.Value - d.Restarted!.Value));
        return faults.Count + run.Recorder.Refusals.Count;
    }
}
