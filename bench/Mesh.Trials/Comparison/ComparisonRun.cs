using System.Diagnostics;
using System.Runtime.InteropServices;
using Mesh.Testing;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Comparison;

/// <summary>
/// All rows, one after the other: what each measured is printed and written down as soon as it is there. Whatever a row
/// started is ended with it, and a run that is interrupted ends what it started, too.
/// </summary>
internal static class ComparisonRun
{
    // With installing and building before it a run is to be over within 40 minutes; a quick one is for checking.
    private static readonly TimeSpan Full = TimeSpan.FromMinutes(37);
    private static readonly TimeSpan Quick = TimeSpan.FromMinutes(20);

    private static readonly string Results = SourceTree.PathOf("bench", "results");

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyList<IRow> all)
    {
        if (arguments is ["--list"])
        {
            foreach (var row in all)
                Console.WriteLine($"{row.Name,-14} {row.About}");
            return 0;
        }

        if (!ComparisonArguments.TryRead(arguments, [.. all.Select(r => r.Name)], out var asked, out var fault))
        {
            Console.Error.WriteLine(fault);
            return 2;
        }

        Console.WriteLine("building the load");
        // Where that fails, each row that needs it says so.
        await LoadTool.PrepareAsync().ContinueWith(static _ => { }, TaskScheduler.Default);
        using var folders = new DataFolders();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(folders));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(folders));
        IRow[] rows = [.. all.Where(r => asked.Only.Count == 0 || asked.Only.Contains(r.Name))];
        var results = await MeasureAsync(rows, asked, folders);
        Console.WriteLine();
        Console.WriteLine(SummaryText.Counts(results));
        return results.Any(r => r.Failure is not null) ? 1 : 0;
    }

    private static async Task<List<RowResult>> MeasureAsync(IRow[] rows, ComparisonArguments asked, DataFolders folders)
    {
        var limit = asked.IsQuick ? Quick : Full;
        var began = Stopwatch.GetTimestamp();
        var results = new List<RowResult>();
        foreach (var row in rows)
        {
            Console.WriteLine($"[{results.Count + 1}/{rows.Length}] {row.Name}: {row.About} ({Stopwatch.GetElapsedTime(began):mm\\:ss} so far)");
            var left = limit - Stopwatch.GetElapsedTime(began);
            var result = left > TimeSpan.Zero
                ? await MeasureAsync(row, asked.IsQuick, folders, left)
                : new RowResult(row.Name, Outcomes(row, new Readings()), $"not begun: the run's {limit.TotalMinutes:0} minutes were over", TimeSpan.Zero);
            results.Add(result);
            Descendants.Kill();
            folders.Clear();
            foreach (var line in SummaryText.Lines(result))
                Console.WriteLine(line);
            // A part of the rows would take the place of all that were measured before.
            if (asked.Only.Count > 0)
                continue;
            var facts = await Surroundings.FactsAsync(asked.IsQuick, Stopwatch.GetElapsedTime(began));
            await File.WriteAllTextAsync(
                Path.Combine(Results, asked.IsQuick ? "summary-quick.md" : "summary.md"), SummaryText.Document(results, facts));
        }

        return results;
    }

    private static async Task<RowResult> MeasureAsync(IRow row, bool isQuick, DataFolders folders, TimeSpan left)
    {
        var readings = new Readings();
        var began = Stopwatch.GetTimestamp();
        var failure = default(string);
        try
        {
            var course = new Course(isQuick, readings, folders, text => Console.WriteLine($"      {Stopwatch.GetElapsedTime(began):mm\\:ss} {text}"));
            await row.MeasureAsync(course).WaitAsync(row.Limit < left ? row.Limit : left);
        }
        catch (TimeoutException late) when (Stopwatch.GetElapsedTime(began) >= (row.Limit < left ? row.Limit : left))
        {
            failure = $"given up after {Stopwatch.GetElapsedTime(began):mm\\:ss}: {late.Message}";
        }
        catch (Exception trouble)
        {
            failure = $"{trouble.GetType().Name}: {trouble.Message}";
        }

        return new RowResult(row.Name, Outcomes(row, readings), failure, Stopwatch.GetElapsedTime(began));
    }

    private static Outcome[] Outcomes(IRow row, Readings readings) => [.. row.Figures.Select(f => Outcome.Of(f, readings))];

    private static void End(DataFolders folders)
    {
        Descendants.Kill();
        folders.Dispose();
        Environment.Exit(130);
    }
}
