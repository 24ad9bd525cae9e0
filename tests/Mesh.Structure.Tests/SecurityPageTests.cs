using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Structure.Tests;

/// <summary>The table of docs/security.md names tests that there are.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Each_guard_of_the_security_page_has_a_test_that_there_is()
    {
        var page = File.ReadAllText(SourceTree.PathOf("docs/security.md"));
        var named = Named().Matches(page).Select(m => (Class: m.Groups["class"].Value, Test: m.Groups["test"].Value)).ToArray();
        var files = Directory.EnumerateFiles(SourceTree.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(f => Path.GetFileNameWithoutExtension(f)!, StringComparer.Ordinal);

        Assert.NotEmpty(named);
        Offenders.None(
            "Name a test that there is, or write it",
            from test in named
            where !files[test.Class].Any(f => File.ReadAllText(f).Contains($" {test.Test}(", StringComparison.Ordinal))
            select $"{test.Class}.{test.Test}");
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex Named();
}
