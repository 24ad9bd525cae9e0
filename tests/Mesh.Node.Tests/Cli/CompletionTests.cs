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
        var words = line.Split(' ');
        var script = $"""
            {ScriptOf("bash", CliApp.Build())}
            COMP_WORDS=({string.Join(' ', words.Select(w => $"'{w}'"))}); COMP_CWORD={words.Length - 1}
            _mesh; printf '%s\n' "${"{COMPREPLY[@]}"}" | LC_ALL=C sort | tr '\n' ' '
            """;
        Assert.Equal(expected, await RunAsync("bash", "-c", script));
    }

    [Theory]
    [InlineData("mesh cluster s", "--help down leave remove show")]
    [InlineData("mesh services --output ", "json table")]
    [InlineData("mesh completion ", "--help bash fish powershell zsh")]
    public async Task Zsh_is_offered_what_stands_at_the_place(string line, string expected)
    {
        var words = line.Split(' ');
        // What zsh itself does with the offers, choosing by what is written so far, is left out.
        var script = $$"""
            compdef() { :; }
            _describe() { print -rl -- "${(P)2[@]%%:*}" | LC_ALL=C sort | tr '\n' ' '; }
            {{ScriptOf("zsh", CliApp.Build())}}
            words=({{string.Join(' ', words.Select(w => $"'{w}'"))}}); CURRENT={{words.Length}}
            _mesh
            """;
        Assert.Equal(expected, await RunAsync("zsh", "-f", "-c", script));
    }

    [Theory]
    [InlineData("mesh se", "services")]
    [InlineData("mesh cluster s", "show")]
    [InlineData("mesh cluster show --no", "--node")]
    [InlineData("mesh services --output ", "json table")]
    public async Task Fish_completes(string line, string expected)
    {
        var script = $"""
            {ScriptOf("fish", CliApp.Build())}
            complete -C '{line}' | string split -f 1 \t | LC_ALL=C sort | tr '\n' ' '
            """;
        Assert.Equal(expected, await RunAsync("fish", "--no-config", "-c", script));
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

    private static async Task<string> RunAsync(string shell, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }

    private static string ScriptOf(string shell, Command root) => shell switch
    {
        "bash" => BashCompletion.Of(root),
        "zsh" => ZshCompletion.Of(root),
        "fish" => FishCompletion.Of(root),
        _ => PowerShellCompletion.Of(root),
    };
}
