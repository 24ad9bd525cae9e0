using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<string> OutputAsync(string program, params string[] arguments) => OutputAsync(program, arguments, []);

    /// <exception cref="InvalidOperationException">It exited with another code than 0; the message has what it printed.</exception>
    public static async Task<string> OutputAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, string? directory = null)
    {
        await using var child = ChildProcess.Start(program, arguments, environment, directory);
        var exit = await child.WaitAsync(Limit);
        return exit == 0 ? child.Output : throw new InvalidOperationException($"{program} exited with {exit}: {child.Output}");
    }
}
