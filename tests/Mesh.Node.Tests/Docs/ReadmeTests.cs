using System.Text.RegularExpressions;
using Mesh.Node.Cli;
using Mesh.Testing;

namespace Mesh.Node.Tests.Docs;

/// <summary>What the README and the docs show exists: the code compiles, commands and files are there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(SourceTree.PathOf("README.md"));

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(SourceTree.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Append(SourceTree.PathOf("README.md")).Select(f => Path.GetRelativePath(SourceTree.PathOf(), f))];

    [Fact]
    public void Example_is_the_sample_that_is_compiled()
    {
        var shown = CSharpBlock().Match(Readme).Groups["code"].Value;

        Assert.Equal(File.ReadAllText(SourceTree.PathOf("samples", "Embedding", "Program.cs")), shown);
    }

    [Fact]
    public void First_screen_holds_the_two_commands_and_the_whole_is_short()
    {
        var lines = Readme.Split('\n');

        Assert.True(lines.Length <= 151, $"README.md has {lines.Length - 1} lines, at most 150");
        Assert.Contains(lines.Take(30), l => l.StartsWith("./mesh demo", StringComparison.Ordinal));
        Assert.Contains(lines.Take(30), l => l.StartsWith("./test.sh", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_and_links_that_are_shown_exist(string page)
    {
        var text = File.ReadAllText(SourceTree.PathOf(page));
        var commands = CliApp.Build().Subcommands.Select(c => c.Name).ToHashSet();
        var unknown = MeshCommand().Matches(text).Select(m => m.Groups["name"].Value).Where(n => !commands.Contains(n));
        var directory = Path.GetDirectoryName(SourceTree.PathOf(page))!;
        var dangling = Link().Matches(text).Select(m => m.Groups["to"].Value)
            .Where(to => !Path.Exists(Path.Combine(directory, to.Split('#')[0])));

        Assert.Empty(unknown);
        Assert.Empty(dangling);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\\./mesh (?<name>[a-z]+)")]
    private static partial Regex MeshCommand();

    [GeneratedRegex(@"\]\((?<to>(?!https?:|#)[^)\s]+)\)")]
    private static partial Regex Link();
}
