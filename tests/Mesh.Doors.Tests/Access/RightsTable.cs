using System.Text;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Access;

/// <summary>A table that is kept beside the tests; MESH_WRITE_ACCESS=1 in the environment writes it anew.</summary>
internal static class RightsTable
{
    private static bool IsWriting => Environment.GetEnvironmentVariable("MESH_WRITE_ACCESS") == "1";

    /// <summary>Compares with the file, and writes it when asked to.</summary>
    /// <param name="rows">The first is the heading; all have as many cells.</param>
    public static void Check(string file, string about, IReadOnlyList<string[]> rows)
    {
        var path = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Access", file);
        var actual = Text(about, rows);
        if (IsWriting)
            File.WriteAllText(path, actual);

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "", actual);
    }

    private static string Text(string about, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in about.Split('\n'))
            text.Append("# ").Append(line).Append('\n');
        foreach (var row in rows)
            text.Append(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        return text.ToString();
    }
}
