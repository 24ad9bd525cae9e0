using System.Diagnostics;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>What a program that ran to its end printed.</summary>
internal sealed record ClientRun(int Exit, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<ClientRun> Async(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };
        foreach (var (key, value) in environment ?? [])
            start.Environment[key] = value;
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
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}; it printed:\n{await output}\n{await errors}");
        }

        return new ClientRun(process.ExitCode, await output, await errors);
    }

    /// <summary>The output of a program that must succeed.</summary>
    public static async Task<string> OutputAsync(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var run = await Async(program, arguments, directory, environment);
        return run.Exit == 0
            ? run.Output
            : throw new InvalidOperationException($"{program} exited with {run.Exit}:\n{run.Output}\n{run.Errors}");
    }
}
