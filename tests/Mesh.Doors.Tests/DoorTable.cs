using Mesh.Testing;

namespace Mesh.Doors.Tests;

/// <summary>The table of what a door serves, as docs/doors.md has it.</summary>
internal static class DoorTable
{
    private const string Head = "| endpoint |";

    /// <summary>The first column of the table with the head "endpoint" in the section of a door, in order.</summary>
    public static IReadOnlyList<string> Read(string door)
    {
        var rows = File.ReadLines(SourceTree.PathOf("docs", "doors.md"))
            .SkipWhile(l => l != $"## {door}").Skip(1)
            .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .SkipWhile(l => !l.StartsWith(Head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(l => l.StartsWith('|'));
        return [.. rows.Select(r => r.Split('|')[1].Trim().Trim('`'))];
    }
}
