using Mesh.Palette;

namespace Mesh.Node.Output;

/// <summary>Columns aligned by spaces, for pipes and scripts: no wrapping, no colour.</summary>
internal static class PlainText
{
    public static void Write(TextWriter output, PaletteView view)
    {
        if (view.Rows.Length > 0)
        {
            var widths = view.Columns.Select((c, i) => view.Rows.Max(r => r[i].Length) is var w && w > c.Length ? w : c.Length)
                .ToArray();
            WriteRow(output, view.Columns, widths);
            foreach (var row in view.Rows)
                WriteRow(output, row, widths);
        }

        foreach (var line in view.Lines)
            output.WriteLine(line);
    }

    private static void WriteRow(TextWriter output, IReadOnlyList<string> cells, int[] widths) =>
        output.WriteLine(string.Join("  ", cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd());
}
