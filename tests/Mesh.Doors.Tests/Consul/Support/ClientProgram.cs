using System.Diagnostics;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Support;

/// <summary>A client's program that ran to its end, and what it printed.</summary>
public sealed record ClientProgram(int Exit, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly SemaphoreSlim Installing = new(1);

    public static async Task<ClientProgram> RunAsync(string program, IEnumerable<string> arguments, string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {Limit}; it printed:\n{await output}\n{await errors}");
        }

        return new ClientProgram(process.ExitCode, await output, await errors);
    }

    /// <summary>The folder whose node_modules has a client, installed from the lock file when it is not there.</summary>
    public static async Task<string> NpmAsync(string package)
    {
        var folder = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "npm");
        await Installing.WaitAsync();
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", package)))
            {
                var run = await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
                Assert.True(run.Exit == 0, run.ToString());
            }
        }
        finally
        {
            Installing.Release();
        }

        return folder;
    }
}
