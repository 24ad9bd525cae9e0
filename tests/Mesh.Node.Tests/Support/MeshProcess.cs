using System.Diagnostics;
using Mesh.Node.Cli;

namespace Mesh.Node.Tests.Support;

/// <summary>The built program in a process of its own.</summary>
public static class MeshProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<(int Exit, string Out, string Error)> RunAsync(TestNode? node, params string[] arguments) =>
        EndAsync(Start(node?.Url, arguments), arguments);

    /// <summary>With stdout going to a file.</summary>
    public static Task<(int Exit, string Out, string Error)> RunIntoAsync(string file, TestNode? node, params string[] arguments) =>
        EndAsync(Start(node?.Url, new ProcessStartInfo("sh") { ArgumentList = { "-c", $"exec dotnet \"$@\" > {file}", "mesh" } }, arguments), arguments);

    private static async Task<(int Exit, string Out, string Error)> EndAsync(Process started, string[] arguments)
    {
        using var process = started;
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

    public static Process Start(string? node, params string[] arguments) => Start(node, new ProcessStartInfo("dotnet"), arguments);

    private static Process Start(string? node, ProcessStartInfo start, string[] arguments)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.ArgumentList.Add(typeof(CliApp).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MESH_NODE"] = node ?? "http://127.0.0.1:1";
        return Process.Start(start)!;
    }
}
