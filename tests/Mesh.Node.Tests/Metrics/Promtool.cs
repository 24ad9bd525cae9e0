using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Metrics;

/// <summary>Prometheus' own judgement.</summary>
internal static class Promtool
{
    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] arguments)
    {
        await using var tool = ChildProcess.Start("promtool", arguments, [], folder);
        var code = await tool.WaitAsync(Patience.Limit);
        return (code, tool.Output);
    }

    /// <returns>What it finds in metrics as they are scraped; empty: nothing.</returns>
    public static async Task<string> CheckMetricsAsync(string text)
    {
        using var file = TemporaryFile.With(text);
        await using var tool = ChildProcess.Start("sh", ["-c", "promtool check metrics < \"$0\"", file.Path], []);
        var code = await tool.WaitAsync(Patience.Limit);
        return code == 0 ? tool.Output : $"{code}: {tool.Output}";
    }
}
