using System.Net;
using System.Net.Sockets;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Restarts;

/// <summary>
/// A stand-alone node with a data folder, every door open, that comes back under the addresses that it had. Disposing
/// kills it and removes the folder.
/// </summary>
internal sealed class FixedNode : IDoorNode, IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mesh-restarts-");
    private readonly Dictionary<string, string> _environment;
    private readonly string[] _arguments;
    private readonly List<string> _printed = [];
    private NodeProcess? _process;

    /// <param name="number">Where it stands among its fellows.</param>
    public FixedNode(int number, IReadOnlyList<FixedNode> before, Dictionary<string, string> environment, params string[] more)
    {
        Number = number;
        _environment = environment;
        Port = FreePorts.Take();
        Http = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        EtcdJson = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        Dns = FreePorts.Take();
        _arguments =
        [
            "--port", $"{Port}", "--http", $"{Http.Port}", "--consul", "--etcd-json", $"{EtcdJson.Port}", "--dns", $"{Dns}",
            "--data", _data.FullName, .. before.SelectMany(n => (string[])["--seed", n.Address]), .. more,
        ];
        Seeds = [];
    }

    public int Number { get; }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public Uri Http { get; }

    public Uri EtcdJson { get; }

    public int Dns { get; }

    /// <summary>Further seeds: those that were started after it, for when it is started again.</summary>
    public IReadOnlyList<FixedNode> Seeds { get; set; }

    /// <summary>The process runs and said once that it is ready.</summary>
    public bool IsUp { get; private set; }

    /// <summary>What all of its processes printed.</summary>
    public string Output => string.Join("\n-- restarted\n", _printed.Append(_process?.Output ?? ""));

    public async Task<Socket> OpenDnsAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, Dns);
        return socket;
    }

    /// <summary>Returns once it is ready.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            _printed.Add(_process.Output);
            await _process.DisposeAsync();
        }

        _process = await NodeProcess.StartAsync(
            _environment, [.. _arguments, .. Seeds.SelectMany(n => (string[])["--seed", n.Address])]);
        IsUp = true;
    }

    /// <summary>SIGTERM; returns when the process has ended.</summary>
    public async Task<int> StopAsync()
    {
        IsUp = false;
        return await _process!.TerminateAsync(StopLimit);
    }

    /// <summary>SIGKILL; returns when the process has ended.</summary>
    public async Task KillAsync()
    {
        IsUp = false;
        _process!.Kill();
        await _process.WaitForExitAsync(StopLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
