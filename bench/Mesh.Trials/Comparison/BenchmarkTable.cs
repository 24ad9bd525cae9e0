using System.Globalization;

namespace Mesh.Trials.Comparison;

/// <summary>The table that BenchmarkDotNet writes in Markdown.</summary>
internal sealed class BenchmarkTable
{
    private readonly Dictionary<string, string>[] _lines;

    private BenchmarkTable(Dictionary<string, string>[] lines) => _lines = lines;

    public static BenchmarkTable Read(IEnumerable<string> lines)
    {
        string[]? head = null;
        var read = new List<Dictionary<string, string>>();
        foreach (var cells in lines.Where(l => l.StartsWith('|')).Select(Cells).Where(c => c.Any(x => x.Trim('-', ':').Length > 0)))
        {
            if (head is null)
                head = cells;
            else
                read.Add(head.Zip(cells).ToDictionary(p => p.First, p => p.Second));
        }

        return new BenchmarkTable([.. read]);
    }

    /// <summary>Nanoseconds, or bytes.</summary>
    /// <param name="where">What other columns hold in that line.</param>
    /// <exception cref="InvalidOperationException">There is no such line, or more than one.</exception>
    public double Value(string column, params (string Column, string Text)[] where)
    {
        var line = _lines.Where(l => where.All(w => l.GetValueOrDefault(w.Column) == w.Text)).ToArray();
        return line.Length == 1 && line[0].TryGetValue(column, out var text)
            ? Number(text)
            : throw new InvalidOperationException($"{line.Length} lines of the benchmark have {string.Join(", ", where)} and a {column}");
    }

    /// <summary>The highest of a column.</summary>
    public double Most(string column) => _lines.Max(l => Number(l[column]));

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(c => c.Trim().Trim('*').Trim())];

    private static double Number(string text)
    {
        if (text == "-")
            return 0;
        var parts = text.Split(' ');
        var number = double.Parse(parts[0], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        return number * parts.ElementAtOrDefault(1) switch
        {
            "ns" or "B" or null => 1,
            "μs" or "µs" or "us" => 1e3,
            "ms" => 1e6,
            "KB" => 1_024,
            "MB" => 1_024 * 1_024,
            var unit => throw new InvalidOperationException($"{unit} is no unit that is known here"),
        };
    }
}
