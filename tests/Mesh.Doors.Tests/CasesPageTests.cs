using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Doors.Tests;

/// <summary>docs/cases.md names a test for each case: it is there.</summary>
public sealed partial class CasesPageTests
{
    [Fact]
    public async Task Every_case_has_a_test_that_there_is()
    {
        var page = await File.ReadAllLinesAsync(SourceTree.PathOf("docs", "cases.md"));
        var rows = page.Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        var classes = Directory.EnumerateFiles(SourceTree.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal);
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var named = Named().Match(row);
            Assert.True(named.Success, row);
            var sources = classes[named.Groups[1].Value].Select(File.ReadAllText);
            Assert.True(sources.Any(s => s.Contains($" {named.Groups[2].Value}(", StringComparison.Ordinal)), $"no test: {row}");
        }
    }

    [GeneratedRegex(@"\| `(\w+Tests)\.(\w+)` \|$")]
    private static partial Regex Named();
}
