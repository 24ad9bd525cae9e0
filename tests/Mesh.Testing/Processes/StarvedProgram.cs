using System.Globalization;

namespace Mesh.Testing.Processes;

/// <summary>A program that embeds a node, offers one instance, and blocks every thread of its pool when it is told to.</summary>
internal sealed class StarvedProgram : IAsyncDisposable
{
    public const string Service = "starved";
    public const int Port = 9_000;

    // While it is there, the program's pool is blocked.
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"mesh-starve-{Path.GetRandomFileName()}");

    /// <param name="host">That its node listens at.</param>
    /// <param name="before">A program and arguments that start it, where it is not started directly.</param>
    public StarvedProgram(string host, string seed, params IReadOnlyList<string> before)
    {
        string[] words = [.. before, Binary, host, seed, _file, Service, string.Create(CultureInfo.InvariantCulture, $"{Port}")];
        Process = ChildProcess.Start(words[0], words[1..], []);
    }

    public ChildProcess Process { get; }

    private static string Binary => Path.Combine(
        NodeBinary.Root, "bench", "Mesh.StarvedHost", "bin", "Release", "net10.0", "Mesh.StarvedHost");

    public Task StarveAsync() => File.WriteAllTextAsync(_file, "");

    public void Recover() => File.Delete(_file);

    public ValueTask DisposeAsync()
    {
        Recover();
        return Process.DisposeAsync();
    }
}
