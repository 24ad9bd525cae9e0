using System.Diagnostics;

namespace Mesh.Testing.Processes;

/// <summary>A program of the system that does one thing and ends.</summary>
internal static class SystemTool
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; with what it said.</exception>
    public static string Run(params string[] words) => Run(words, most: 0);

    /// <param name="most">The highest exit code that is none of a failure.</param>
    public static string Run(string[] words, int most)
    {
        ArgumentNullException.ThrowIfNull(words);
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode <= most
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}: {error.Result.Trim()}");
    }
}
