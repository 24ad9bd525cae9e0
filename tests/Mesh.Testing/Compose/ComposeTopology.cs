using System.Collections.Concurrent;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Compose;

/// <summary>
/// The services of a compose file as processes, each in a network namespace that goes by its name. They start in the
/// order of depends_on, each when those before it are healthy. Disposing ends the processes and removes the network.
/// </summary>
internal sealed class ComposeTopology : IAsyncDisposable
{
    private static readonly TimeSpan HealthLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HealthPause = TimeSpan.FromMilliseconds(200);

    private readonly ComposeFile _file;
    private readonly NamespaceNetwork _network;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mesh-compose-");
    private readonly ConcurrentDictionary<string, ChildProcess> _processes = new();

    private ComposeTopology(ComposeFile file, NamespaceNetwork network) => (_file, _network) = (file, network);

    /// <summary>Returns once all are healthy.</summary>
    /// <param name="launching">Told of each service before its process starts: those that it depends on are healthy.</param>
    public static async Task<ComposeTopology> StartAsync(ComposeFile file, Action<ComposeTopology, string>? launching = null)
    {
        var topology = new ComposeTopology(file, await NamespaceNetwork.CreateAsync(file.Services.Keys));
        try
        {
            foreach (var round in file.Rounds())
            {
                foreach (var service in round)
                {
                    launching?.Invoke(topology, service);
                    topology.Launch(service);
                }

                await Task.WhenAll(round.Select(topology.HealthyAsync));
            }

            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client whose connections begin at a service.</summary>
    public HttpClient ClientAt(string service) => _network.ClientAt(service);

    public void Kill(string service) => _processes[service].Kill();

    /// <summary>What all of them printed.</summary>
    public string Output => string.Concat(_processes.Select(p => $"\n-- {p.Key} printed:\n{p.Value.Output}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
        _processes.Clear();
        _directory.Delete(recursive: true);
        await _network.DisposeAsync();
    }

    private void Launch(string service)
    {
        var definition = _file.Services[service];
        var image = ContainerImage.Of(definition);
        // ip becomes the process that it starts, so signals to it reach that.
        _processes[service] = ChildProcess.Start(
            "ip",
            ["netns", "exec", _network.NamespaceOf(service), .. image.EntryPoint, .. definition.Command],
            definition.Environment,
            _directory.FullName);
    }

    private async Task HealthyAsync(string service)
    {
        using var http = ClientAt(service);
        using var limit = new CancellationTokenSource(HealthLimit);
        var url = _file.Services[service].Healthcheck.Url;
        await Eventually.SeesAsync(
            async () =>
            {
                if (_processes[service].HasExited)
                    throw new InvalidOperationException($"{service} ended before it was healthy; {Output}");
                using var reply = await http.GetAsync(url, limit.Token);
                return (reply.IsSuccessStatusCode, Text: $"{(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(limit.Token)}");
            },
            seen => seen.IsSuccessStatusCode,
            $"{service} healthy by {url}",
            seen => $"{seen.Text}; {Output}",
            HealthLimit,
            HealthPause,
            trouble => trouble is HttpRequestException or OperationCanceledException);
    }
}
