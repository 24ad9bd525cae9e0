using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>The application of bench/Mesh.Embedding as a process.</summary>
internal sealed class EmbeddingHost : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly string Folder = SourceTree.PathOf("bench", "Mesh.Embedding", "bin", "Release", "net10.0");

    private readonly ChildProcess _process;

    private EmbeddingHost(ChildProcess process) => _process = process;

    public int Pid => _process.Pid;

    public IEnumerable<string> Lines => _process.Output.Split('\n');

    /// <summary>MB of the assemblies that the node brings with it.</summary>
    public static double AssemblyMegabytes => Directory.EnumerateFiles(Folder, "*.dll")
        .Where(f => Path.GetFileName(f) != "Mesh.Embedding.dll").Sum(f => new FileInfo(f).Length) / 1e6;

    /// <summary>Starts it and returns once it has answered a request.</summary>
    public static async Task<EmbeddingHost> StartAsync(params string[] arguments)
    {
        var host = new EmbeddingHost(ChildProcess.Start(
            Path.Combine(Folder, "Mesh.Embedding"),
            arguments,
            [
                new("ASPNETCORE_URLS", "http://127.0.0.1:0"), new("Mesh__MaxInstances", "1000000"), new("Mesh__MaxInstancesPerService", "1000000"),
                new("Mesh__MaxInstanceBytes", "1GiB"), new("Mesh__Buckets", "256"),
            ]));
        await NodeApi.UntilAsync(() => Task.FromResult(host.Url is not null), StartLimit, "an application that listens");
        using var http = new HttpClient();
        await http.GetStringAsync(host.Url);
        return host;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Uri? Url => Lines.FirstOrDefault(l => l.StartsWith("http://", StringComparison.Ordinal)) is { } line ? new Uri(line) : null;
}
