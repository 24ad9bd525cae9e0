using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Docs;

/// <summary>The walk-through of docs/federation.md does what it says, with free ports in place of the known ones.</summary>
public sealed partial class FederationPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_meshes_are_joined_by_the_commands_on_the_page()
    {
        var page = await File.ReadAllTextAsync(SourceTree.PathOf("docs", "federation.md"));
        string[] commands = Block().Match(page).Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(commands.Length, 2, 5);
        Assert.All(commands, c => Assert.StartsWith("./mesh ", c, StringComparison.Ordinal));
        var ports = Port().Matches(string.Join('\n', commands)).Select(m => m.Value).Distinct()
            .ToDictionary(p => p, _ => FreePorts.Take().ToString(CultureInfo.InvariantCulture));
        string[][] words =
        [
            .. commands.Select(c => Port().Replace(c, m => ports[m.Value]).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]),
        ];

        var nodes = new List<NodeProcess>();
        try
        {
            foreach (var node in words.Where(w => w[^1] == "&"))
                nodes.Add(await NodeProcess.StartAsync(node[1..^1]));
            var output = "";
            foreach (var command in words.Where(w => w[^1] != "&"))
                output = await RunAsync(command);

            Assert.Equal(2, nodes.Count);
            Assert.Contains("o-1", output, StringComparison.Ordinal);
            Assert.Contains("10.0.0.5:8080", output, StringComparison.Ordinal);
            Assert.Contains("of mesh eu, live", output, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    private static async Task<string> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(NodeBinary.Path, command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, $"mesh {string.Join(' ', command)} ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }

    [GeneratedRegex("## Two meshes on one machine.*?```bash\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>The ports that the nodes listen on; that of the registered instance is not one.</summary>
    [GeneratedRegex(@"\b(?:405[0-9]|85[0-9]{2}|41[0-9]{2})\b")]
    private static partial Regex Port();
}
