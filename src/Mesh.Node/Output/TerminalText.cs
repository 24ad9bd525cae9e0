using Mesh.Palette;
using Spectre.Console;

namespace Mesh.Node.Output;

/// <summary>Tables as a terminal shows them. Apart, so that nothing else loads the library that draws them.</summary>
internal static class TerminalText
{
    /// <summary>A line and a space on both sides of each column.</summary>
    private const int Between = 3;
    private const int Around = 4;

    public static void Write(PaletteView view) => Write(AnsiConsole.Console, view);

    public static void Write(IAnsiConsole console, PaletteView view)
    {
        if (view.Rows.Length > 0)
            WriteRows(console, view);
        foreach (var line in view.Lines)
            console.WriteLine(line);
    }

    private static void WriteRows(IAnsiConsole console, PaletteView view)
    {
        var width = console.Profile.Width;
        if (TableForm.Fit(view, width, Between, Around) is not { } shown)
        {
            foreach (var line in TableForm.Blocks(view, width))
                console.WriteLine(line);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in shown.Columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        foreach (var row in shown.Rows)
            table.AddRow(row.Select(cell => new Text(cell, StyleOf(cell))));
        console.Write(table);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "passing" or "confirmed" or "up" => new Style(Color.Green),
        "critical" or "unreachable" or "down" => new Style(Color.Red),
        "warning" or "suspect" or "draining" or "starting" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
