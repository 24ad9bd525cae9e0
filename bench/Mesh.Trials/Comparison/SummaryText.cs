using System.Globalization;
using System.Text;

namespace Mesh.Trials.Comparison;

/// <summary>The summary as it is read: a line for each figure.</summary>
internal static class SummaryText
{
    private static readonly string[] Head = ["row", "figure", "goal", "Mesh", "peer", "ratio", "goal met"];
    private static readonly string[] Rule = ["---", "---", "---", "---:", "---:", "---:", "---"];

    /// <summary>A document in Markdown.</summary>
    /// <param name="facts">Of the machine, the programs and the run; each a line.</param>
    public static string Document(IReadOnlyList<RowResult> rows, IEnumerable<string> facts)
    {
        var text = new StringBuilder("# Mesh beside what it is compared with\n\n");
        text.Append("Written by `./bench.sh all`; [docs/performance.md](../../docs/performance.md) says how each row is measured.\n\n");
        foreach (var fact in facts)
            text.Append("- ").Append(fact).Append('\n');
        text.Append('\n').Append(Counts(rows)).Append("\n\n");
        AppendLine(text, Head);
        AppendLine(text, Rule);
        foreach (var row in rows)
        {
            foreach (var outcome in row.Outcomes)
                AppendLine(text, Cells(row.Name, outcome));
        }

        var failed = rows.Where(r => r.Failure is not null).ToArray();
        if (failed.Length > 0)
            text.Append("\n## Rows that were not measured to their end\n\n");
        foreach (var row in failed)
            text.Append(CultureInfo.InvariantCulture, $"- **{row.Name}**: {OneLine(row.Failure!)}\n");
        return text.ToString();
    }

    /// <summary>For the terminal, below each other.</summary>
    public static IEnumerable<string> Lines(RowResult row)
    {
        foreach (var cells in row.Outcomes.Select(o => Cells(row.Name, o)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {cells[1],-52} goal {cells[2],-9} Mesh {cells[3],-16} peer {cells[4],-34} ratio {cells[5],-7} {cells[6]}");
        }

        if (row.Failure is not null)
            yield return $"  not measured to its end: {OneLine(row.Failure)}";
    }

    public static string Counts(IEnumerable<RowResult> rows)
    {
        var outcomes = rows.SelectMany(r => r.Outcomes).ToArray();
        return $"{outcomes.Length} figures: {outcomes.Count(o => o.IsMet is true)} goals met, {outcomes.Count(o => o.IsMet is false)} missed, "
            + $"{outcomes.Count(o => o.Figure.Goal == Goal.None)} without a goal, {outcomes.Count(o => o.IsMissing)} not measured.";
    }

    private static string[] Cells(string row, Outcome outcome) =>
    [
        row,
        outcome.Figure.Name,
        outcome.Figure.Goal.ToString(),
        With(outcome.Mesh, outcome.Figure.Unit),
        outcome.Figure.Peer is { } peer ? $"{With(outcome.Peer, outcome.Figure.Unit)} ({peer})" : "–",
        outcome.Ratio is { } ratio ? Numbers.Text(ratio) : "–",
        outcome switch
        {
            { IsMet: true } => "yes",
            { IsMet: false } => "**no**",
            { IsMissing: true } => "not measured",
            _ => "–",
        },
    ];

    private static string With(double? value, string unit) => value is { } there ? $"{Numbers.Text(there)} {unit}".TrimEnd() : "–";

    private static void AppendLine(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static string OneLine(string text)
    {
        const int Most = 400;
        var line = string.Join(' ', text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length > Most ? line[..Most] + " …" : line;
    }
}
