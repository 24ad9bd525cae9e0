using System.Text;
using System.Text.RegularExpressions;
using Mesh.Options;

namespace Mesh.Node.Tests.Options;

/// <summary>Writes what is made from the classes of options: the section "mesh" of hocon/mesh.conf, and the tables of docs/.</summary>
internal static partial class OptionReference
{
    private const int Width = 118;

    /// <summary>From "mesh {" to its "}".</summary>
    public static string Hocon()
    {
        var text = new StringBuilder("mesh {\n");
        Append(text, OptionNames.Root, "  ");
        text.Append("  # What the nodes say to each other. Not an option: shown here because the join compares it.\n");
        text.Append("  wire-version = ").Append(MeshDefaults.WireVersion).Append("\n}\n");
        return text.ToString();
    }

    /// <summary>The rows of one section, and of those that are named with it.</summary>
    public static string Table(params string[] sections)
    {
        var text = new StringBuilder("| key | argument | default | bounds | meaning |\n|---|---|---|---|---|\n");
        foreach (var row in OptionRow.All.Where(r => sections.Contains(r.Section)).OrderBy(r => Array.IndexOf(sections, r.Section)))
        {
            var key = row.Section == sections[0] ? row.Key[(row.Section.Length + 1)..] : row.Key[(sections[0].Length + 1)..];
            text.Append("| `").Append(key).Append("` | ").Append(row.Node.Argument is null ? "" : $"`{row.Argument}`")
                .Append(" | ").Append(row.Shown.Trim('"')).Append(" | ").Append(row.Bounds)
                .Append(" | ").Append(row.Meaning.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string section, string indent)
    {
        foreach (var row in OptionRow.All.Where(r => r.Section == section && r.Node.IsInFiles))
        {
            Comment(text, Said(row), indent);
            text.Append(indent).Append(row.HoconName).Append(" = ").Append(row.Hocon).Append("\n\n");
        }

        var below = OptionRow.All.Select(r => r.Section).Distinct()
            .Where(s => s.StartsWith(section + ":", StringComparison.Ordinal) && !s[(section.Length + 1)..].Contains(':', StringComparison.Ordinal));
        foreach (var one in below)
        {
            Comment(text, About(one), indent);
            text.Append(indent).Append(OptionNames.Dashed(one.Split(':')[^1])).Append(" {\n");
            Append(text, one, indent + "  ");
            // The last key needs no line behind it.
            text.Length--;
            text.Append(indent).Append("}\n\n");
        }
    }

    private static string About(string section)
    {
        var first = OptionRow.All.First(r => r.Section == section).Node.Property!;
        return OptionDoc.Summary(first.DeclaringType!);
    }

    /// <summary>In a file of HOCON the names of other options are those of HOCON.</summary>
    private static string Said(OptionRow row) => Word().Replace(
        row.Meaning, m => OptionRow.All.Any(r => r.Node.Name == m.Value) ? OptionNames.Dashed(m.Value) : m.Value);

    /// <summary>A word with capitals inside.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")]
    private static partial Regex Word();

    private static void Comment(StringBuilder text, string said, string indent)
    {
        var line = new StringBuilder();
        foreach (var word in said.Split(' '))
        {
            if (line.Length > 0 && indent.Length + 2 + line.Length + 1 + word.Length > Width)
                Flush();
            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        Flush();

        void Flush()
        {
            text.Append(indent).Append("# ").Append(line).Append('\n');
            line.Clear();
        }
    }
}
