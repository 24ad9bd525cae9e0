using System.CommandLine;
using System.Diagnostics;
using Mesh.Node.Cli;
using Mesh.Node.Cli.Reference;
using Mesh.Testing;

namespace Mesh.Node.Tests.Cli;

public sealed class CompletionTests
{
    public static TheoryData<string> Shells => ["bash", "zsh", "fish", "powershell"];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_command_and_option_of_help_is_offered(string shell)
    {
        var root = CliApp.Build();
        var script = ScriptOf(shell, root);
        foreach (var offers in Offers.All(root))
        {
            foreach (var (word, _) in offers.Words)
                Assert.Contains(shell == "fish" && word.StartsWith("--", StringComparison.Ordinal) ? $"-l {word[2..]}" : word, script, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("demo-service", script, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
    }

    [Theory]
    [InlineData("mesh se", "services")]
    [InlineData("mesh cluster s", "show")]
    [InlineData("mesh cluster show --no", "--node")]
    [InlineData("mesh services --output ", "json table")]
    [InlineData("mesh services -o t", "table")]
    [InlineData("mesh completion ", "--help bash fish powershell zsh")]
    [InlineData("mesh nonsense ser", "services")]
    public async Task Bash_completes(string line, string expected)
    {
        if (!File.Exists("/bin/bash"))
            return;
        var words = line.Split(' ');
        var script = $"""
            {ScriptOf("bash", CliApp.Build())}
            COMP_WORDS=({string.Join(' ', words.Select(w => $"'{w}'"))}); COMP_CWORD={words.Length - 1}
            _mesh; printf '%s\n' "${"{COMPREPLY[@]}"}" | LC_ALL=C sort | tr '\n' ' '
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal(expected, said.Trim());
    }

    /// <summary>With MESH_WRITE_MAN=1 in the environment it is written.</summary>
    [Fact]
    public void The_man_page_is_made_from_the_commands()
    {
        var file = SourceTree.PathOf("docs", "mesh.1");
        var made = ManPage.Of(CliApp.Build());
        if (Environment.GetEnvironmentVariable("MESH_WRITE_MAN") == "1")
            File.WriteAllText(file, made);
        Assert.Equal(made, File.ReadAllText(file));
        Assert.All(
            CommandEntry.All(CliApp.Build()).Where(e => e.Words.Length > 0 && e.Commands.Count == 0),
            e => Assert.Contains($".SS \"mesh {e.Words}\"", made, StringComparison.Ordinal));
    }

    private static string ScriptOf(string shell, Command root) => shell switch
    {
        "bash" => BashCompletion.Of(root),
        "zsh" => ZshCompletion.Of(root),
        "fish" => FishCompletion.Of(root),
        _ => PowerShellCompletion.Of(root),
    };
}
