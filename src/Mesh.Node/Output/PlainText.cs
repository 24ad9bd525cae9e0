using Mesh.Palette;

namespace Mesh.Node.Output;

/// <summary>Columns aligned by spaces, for pipes and scripts: no wrapping, no colour.</summary>
internal static class PlainText
{
    private const string Gap = "  ";

    /// <param name="width">Of the terminal, in characters; a pipe has none.</param>
    public static void Write(TextWriter output, PaletteView view, int width = int.MaxValue)
    {
        if (view.Rows.Length > 0)
            WriteRows(output, view, width);
        foreach (var line in view.Lines)
            output.WriteLine(line);
    }

    private static void WriteRows(TextWriter output, PaletteView view, int width)
    {
        if (TableForm.Fit(view, width, Gap.Length, around: 0) is not { } table)
        {
            foreach (var line in TableForm.Blocks(view, width))
                output.WriteLine(line);
            return;
        }

        var widths = TableForm.WidthsOf(table);
        WriteRow(output, table.Columns, widths);
        foreach (var row in table.Rows)
            WriteRow(output, row, widths);
    }

    private static void WriteRow(TextWriter output, IReadOnlyList<string> cells, int[] widths) =>
        output.WriteLine(string.Join(Gap, cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd());
}
