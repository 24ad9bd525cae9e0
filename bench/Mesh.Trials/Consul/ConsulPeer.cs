using System.Diagnostics;
using Mesh.Testing;

namespace Mesh.Trials.Consul;

/// <summary>A server of Consul, where the program is installed, with its data in memory.</summary>
internal sealed class ConsulPeer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _data;

    private ConsulPeer(Process process, Uri url, string data)
    {
        _process = process;
        Url = url;
        _data = data;
    }

    public Uri Url { get; }

    /// <summary>Null: not installed.</summary>
    public static async Task<ConsulPeer?> TryStartAsync()
    {
        if (Find("consul") is not { } program)
            return null;
        var data = Directory.CreateDirectory(Path.Combine("/dev/shm", $"mesh-trial-{Environment.ProcessId}")).FullName;
        var port = FreePorts.Take();
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "agent", "-server", "-bootstrap-expect=1", "-bind=127.0.0.1", "-client=127.0.0.1", $"-data-dir={data}",
                $"-http-port={port}", $"-server-port={FreePorts.Take()}", $"-serf-lan-port={FreePorts.Take()}",
                $"-serf-wan-port={FreePorts.Take()}", "-dns-port=-1", "-grpc-port=-1", "-log-level=err",
            },
        };
        var peer = new ConsulPeer(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"), data);
        peer._process.OutputDataReceived += static (_, _) => { };
        peer._process.BeginOutputReadLine();
        await peer.WhenReadyAsync();
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task WhenReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < StartLimit)
        {
            try
            {
                if ((await http.GetStringAsync(new Uri("/v1/status/leader", UriKind.Relative))).Length > 2)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await DisposeAsync();
        throw new TimeoutException($"consul had no leader within {StartLimit}");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
