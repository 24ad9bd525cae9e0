using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>Everything that one run found out, as a page and as JSON that two runs can be compared by.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public List<ResultTable> Tables { get; } = [];

    public List<Figure> Figures { get; } = [];

    public List<SizePoint> Sizes { get; } = [];

    public List<TimePoint> Timings { get; } = [];

    /// <summary>Time and memory of the machine: on the page, not in the JSON, for they differ between runs.</summary>
    public List<string> Machine { get; } = [];

    public bool IsMet => Figures.TrueForAll(f => f.IsMet);

    public static string Number(double value) => value.ToString(
        Math.Abs(value) >= 1000 ? "0" : Math.Abs(value) >= 100 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    public string ToMarkdown(string head)
    {
        var page = new StringBuilder(head).AppendLine();
        page.AppendLine("## Goals").AppendLine();
        page.AppendLine("| case | figure | value | goal | baseline | |").AppendLine("|---|---|---|---|---|---|");
        foreach (var f in Figures.OrderBy(f => f.Case))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {f.Case} | {f.Name} | {Number(f.Value)} {f.Unit} | {f.Bound} | {f.Baseline} | {(f.IsMet ? "met" : "missed")} |");
        foreach (var table in Tables)
            Append(page, table);
        if (Machine.Count > 0)
        {
            page.AppendLine().AppendLine("## Time and memory").AppendLine();
            foreach (var line in Machine)
                page.Append("- ").AppendLine(line);
        }

        return page.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            figures = Figures.Select(f => new { @case = f.Case, name = f.Name, value = Math.Round(f.Value, 4), unit = f.Unit, goal = f.Bound, met = f.IsMet }),
            tables = Tables.Select(t => new { title = t.Title, columns = t.Columns, rows = t.Rows }),
        },
        Indented) + "\n";

    private static void Append(StringBuilder page, ResultTable table)
    {
        page.AppendLine().Append("## ").AppendLine(table.Title).AppendLine();
        if (table.Note.Length > 0)
            page.AppendLine(table.Note).AppendLine();
        page.Append("| ").AppendJoin(" | ", table.Columns).AppendLine(" |");
        page.Append('|').Insert(page.Length, "---|", table.Columns.Length).AppendLine();
        foreach (var row in table.Rows)
            page.Append("| ").AppendJoin(" | ", row).AppendLine(" |");
    }
}
