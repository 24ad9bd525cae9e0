using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Mesh.Trials.Federation;

/// <summary>What a trial measured, as a page and as JSON; each row is printed as it comes.</summary>
internal sealed class TrialReport(string title, string machine, string method)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<ReportPart> _parts = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    public bool AllMet => _parts.SelectMany(p => p.Rows).All(r => r.IsMet is not false);

    public void Begin(string part, string text)
    {
        _parts.Add(new ReportPart(part, text, []));
        Console.WriteLine($"\n{part}");
    }

    public void Add(string what, object measured) => Add(new ReportRow(what, $"{measured}", "", null));

    public void Add(string what, object measured, string goal, bool isMet) => Add(new ReportRow(what, $"{measured}", goal, isMet));

    public async Task WriteAsync(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".md"), Page());
        var all = new { title, machine, method, parts = _parts };
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(all, Json) + "\n");
    }

    private void Add(ReportRow row)
    {
        _parts[^1].Rows.Add(row);
        var passed = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{passed,4:0} s  {row.What,-72} {row.Measured,-40} {row.Goal} {Verdict(row)}"));
    }

    private string Page()
    {
        var page = new StringBuilder().Append($"# {title}\n\n{machine}\n\n{method}\n");
        foreach (var part in _parts)
        {
            page.Append($"\n## {part.Title}\n\n{part.Text}\n\n| What | Measured | Goal | |\n|---|---|---|---|\n");
            foreach (var row in part.Rows)
                page.Append($"| {row.What} | {row.Measured} | {row.Goal} | {Verdict(row)} |\n");
        }

        return page.ToString();
    }

    private static string Verdict(ReportRow row) => row.IsMet switch { true => "met", false => "**missed**", null => "" };
}
