using System.Diagnostics;
using Mesh.Node.Cli;

namespace Mesh.Node.Tests.Support;

/// <summary>The built program in a process of its own.</summary>
public static class MeshProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<(int Exit, string Out, string Error)> RunAsync(TestNode? node, params string[] arguments)
    {
        using var process = Start(node?.Url, arguments);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"mesh {string.Join(' ', arguments)} did not end within {Patience}");
        }
    }

    public static Process Start(string? node, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(typeof(CliApp).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MESH_NODE"] = node ?? "http://127.0.0.1:1";
        return Process.Start(start)!;
    }
}
