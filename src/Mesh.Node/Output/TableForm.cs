using System.Collections.Immutable;
using System.Text;
using Mesh.Palette;

namespace Mesh.Node.Output;

/// <summary>
/// What becomes of a table that is wider than the terminal: columns that say nothing are left out, and where that is not
/// enough each row is shown as lines of its own, so that no word is broken. Pure.
/// </summary>
internal static class TableForm
{
    private const string Gap = "  ";

    /// <summary>The table, perhaps without its empty columns; null: it does not fit.</summary>
    /// <param name="between">What stands between two columns, in characters.</param>
    /// <param name="around">What stands around them all.</param>
    public static PaletteView? Fit(PaletteView view, int width, int between, int around)
    {
        if (Needs(view) <= width)
            return view;
        var kept = Enumerable.Range(0, view.Columns.Length).Where(i => view.Rows.Any(r => r[i].Length > 0)).ToArray();
        var narrow = view with
        {
            Columns = [.. kept.Select(i => view.Columns[i])],
            Rows = [.. view.Rows.Select(r => kept.Select(i => r[i]).ToArray()).Select(r => ImmutableArray.Create(r))],
        };
        return Needs(narrow) <= width ? narrow : null;

        int Needs(PaletteView shown) => WidthsOf(shown).Sum() + (between * Math.Max(0, shown.Columns.Length - 1)) + around;
    }

    public static int[] WidthsOf(PaletteView view) =>
        [.. view.Columns.Select((c, i) => view.Rows.Select(r => r[i].Length).Append(c.Length).Max())];

    /// <summary>Each row as lines of name and value, an empty line between rows; values are broken at spaces and commas alone.</summary>
    public static IEnumerable<string> Blocks(PaletteView view, int width)
    {
        var names = view.Columns.Select(c => c.Length).DefaultIfEmpty().Max();
        var isFirst = true;
        foreach (var row in view.Rows)
        {
            if (!isFirst)
                yield return "";
            isFirst = false;
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i].Length == 0)
                    continue;
                var name = view.Columns[i];
                foreach (var line in Wrapped(row[i], width - names - Gap.Length))
                {
                    yield return name.PadRight(names) + Gap + line;
                    name = "";
                }
            }
        }
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var piece in Pieces(text))
        {
            if (line.Length > 0 && line.Length + piece.TrimEnd().Length > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
            }

            line.Append(piece);
        }

        yield return line.ToString().TrimEnd();
    }

    /// <summary>The text cut after each space and comma.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or ',') && i < text.Length - 1)
                continue;
            yield return text[begin..(i + 1)];
            begin = i + 1;
        }
    }
}
