using Mesh.Palette;
using Spectre.Console;

namespace Mesh.Node.Output;

/// <summary>Tables as a terminal shows them. Apart, so that nothing else loads the library that draws them.</summary>
internal static class TerminalText
{
    public static void Write(PaletteView view)
    {
        if (view.Rows.Length > 0)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var column in view.Columns)
                table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
            foreach (var row in view.Rows)
                table.AddRow(row.Select(cell => new Text(cell, StyleOf(cell))));
            AnsiConsole.Write(table);
        }

        foreach (var line in view.Lines)
            AnsiConsole.WriteLine(line);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "passing" or "confirmed" or "up" => new Style(Color.Green),
        "critical" or "unreachable" or "down" => new Style(Color.Red),
        "warning" or "suspect" or "draining" or "starting" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
