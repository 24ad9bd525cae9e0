using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;
using Mesh.Testing.Restarts;

namespace Mesh.Testing.Chaos;

/// <summary>
/// A stand-alone node in a network namespace of its own, every door open, that stores what it answers before it does, and
/// comes back under the address that it had unless it is given another. Disposing kills it and removes its folder.
/// </summary>
internal sealed class ChaosNode : IDoorNode, IAsyncDisposable
{
    private const int RemotingPort = 4053;
    private const int HttpPort = 8500;
    private const int EtcdJsonPort = 2381;
    private const int DnsPort = 8600;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-chaos-");
    private readonly SlowNetwork _network;
    private readonly HttpClient _http;
    private readonly IReadOnlyList<int> _seeds;
    private readonly IReadOnlyDictionary<string, string>? _secured;
    private readonly List<string> _printed = [];
    private ChildProcess? _process;
    private volatile bool _isUp;

    /// <param name="number">Which site of the network it is at.</param>
    /// <param name="http">Its connections to an address begin at that address.</param>
    /// <param name="seeds">The numbers of the nodes that it joins through; with its own it may form the mesh.</param>
    /// <param name="security">Null: it is open to all.</param>
    public ChaosNode(SlowNetwork network, int number, HttpClient http, IReadOnlyList<int> seeds, NodeSecurity? security = null)
    {
        (_network, _http, _seeds, Number) = (network, http, seeds, number);
        Site = network.Sites[number];
        Ip = network.AddressOf(Site);
        Data = _folder.FullName;
        _secured = security?.Environment(Ip, network.AddressOf(Site, 2));
    }

    public int Number { get; }

    public string Site { get; }

    /// <summary>Another address of its site counts from its next start.</summary>
    public IPAddress Ip { get; set; }

    public Uri Http => new($"{Scheme}://{Ip}:{HttpPort}");

    public Uri EtcdJson => new($"{Scheme}://{Ip}:{EtcdJsonPort}");

    /// <summary>Where it stores; another folder counts from its next start.</summary>
    public string Data { get; set; }

    /// <summary>What is run, and its first arguments; another counts from its next start.</summary>
    public IReadOnlyList<string> Program { get; set; } = [NodeBinary.Path];

    public bool IsUp => _isUp;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What all of its processes printed.</summary>
    public string Output => string.Join("\n-- restarted\n", _printed.Append(_process?.Output ?? ""));

    /// <summary>Returns once it is ready.</summary>
    public async Task StartAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        await LaunchAsync(environment);
        await WhenReadyAsync();
    }

    public async Task LaunchAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        if (_process is not null)
        {
            _printed.Add(_process.Output);
            await _process.DisposeAsync();
        }

        string[] arguments =
        [
            "netns", "exec", _network.NamespaceOf(Site), .. Program, "node",
            "--name", Site, "--host", $"{Ip}", .. (string[])(_secured is null ? ["--insecure"] : []), "--port", $"{RemotingPort}", "--http", $"{HttpPort}", "--consul",
            "--etcd-json", $"{EtcdJsonPort}", "--dns", $"{DnsPort}", "--data", Data, "--durable",
            .. _seeds.SelectMany(s => (string[])["--seed", $"{_network.AddressOf(_network.Sites[s])}:{RemotingPort}"]),
        ];
        _process = ChildProcess.Start("ip", arguments, (environment ?? Nothing).Concat(_secured ?? Nothing).ToDictionary());
    }

    public async Task WhenReadyAsync()
    {
        await Eventually.IsAsync(IsReadyAsync, () => $"{Site} is not ready; it printed:\n{Output}", Limit, Pause);
        _isUp = true;
    }

    /// <summary>SIGTERM; returns when the process has ended.</summary>
    public async Task<int> StopAsync()
    {
        _isUp = false;
        return await _process!.TerminateAsync(Limit);
    }

    /// <summary>SIGKILL; returns when the process has ended.</summary>
    public async Task KillAsync()
    {
        _isUp = false;
        _process!.Kill();
        await _process.WaitAsync(Limit);
    }

    /// <summary>The id of its process: <c>ip</c> becomes what it is told to run.</summary>
    public int ProcessId => _process!.Pid;

    /// <summary>SIGSTOP.</summary>
    public void Freeze()
    {
        _isUp = false;
        _process!.Freeze();
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw()
    {
        _process!.Thaw();
        _isUp = true;
    }

    public async Task<Socket> OpenDnsAsync() => await _network.MakeAtAsync(Site, () =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(Ip, DnsPort);
        return socket;
    });

    /// <summary>The value of a metric that it shows without labels.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await _http.GetStringAsync(new Uri(Http, "/metrics"));
        var line = text.Split('\n').First(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Scheme => _secured is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"{Site} ended before it was ready; it printed:\n{Output}");
        try
        {
            using var reply = await _http.GetAsync(new Uri(Http, "/readyz"));
            return reply.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or SocketException)
        {
            // It does not listen yet, or takes its time.
            return false;
        }
    }
}
