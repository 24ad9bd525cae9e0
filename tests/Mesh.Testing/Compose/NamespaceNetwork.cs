using System.Net;
using System.Net.Sockets;
using Mesh.Testing.Network;

namespace Mesh.Testing.Compose;

/// <summary>
/// A network of network namespaces, one for each host, around a bridge that is in a namespace of its own: nothing of it
/// is seen outside, so the addresses are always the same. Each host knows the others by name. Disposing removes it all.
/// </summary>
internal sealed class NamespaceNetwork : IAsyncDisposable
{
    private const string Bridge = "br0";
    private const string HostsRoot = "/etc/netns";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly Lock HostsGate = new();
    private static readonly bool HadHostsRoot = Directory.Exists(HostsRoot);

    private readonly string _run;
    private readonly Dictionary<string, IPAddress> _addresses;
    private readonly List<string> _made = [];
    private readonly Dictionary<string, string> _ports = [];

    private NamespaceNetwork(IEnumerable<string> hosts, string run)
    {
        _run = run;
        _addresses = hosts.Select((host, n) => (host, n)).ToDictionary(h => h.host, h => IPAddress.Parse($"10.77.0.{h.n + 2}"));
    }

    public IReadOnlyCollection<string> Hosts => _addresses.Keys;

    private string Switch => $"{_run}-switch";

    /// <summary>How the names of one network's namespaces begin: other networks of the process may be up meanwhile.</summary>
    public static string NewRun() => $"mesh{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";

    public static Task<NamespaceNetwork> CreateAsync(IEnumerable<string> hosts) => CreateAsync(hosts, NewRun());

    public static async Task<NamespaceNetwork> CreateAsync(IEnumerable<string> hosts, string run)
    {
        IpCommand.Demand();
        var network = new NamespaceNetwork(hosts, run);
        try
        {
            await network.AddSwitchAsync();
            foreach (var host in network.Hosts)
                await network.AddHostAsync(host);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The namespace of a host.</summary>
    public string NamespaceOf(string host) => $"{_run}-{host}";

    public IPAddress AddressOf(string host) => _addresses[host];

    /// <summary>Nothing reaches the host any more, nor leaves it; connections stay open and silent.</summary>
    public Task CutAsync(string host) => IpCommand.RunAsync("-n", Switch, "link", "set", _ports[host], "down");

    public Task HealAsync(string host) => IpCommand.RunAsync("-n", Switch, "link", "set", _ports[host], "up");

    /// <summary>A client whose connections begin at a host and find the others by name, as a process there would.</summary>
    public HttpClient ClientAt(string host) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var to = new IPEndPoint(Find(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
            var socket = await NamespaceSocket.ConnectAsync(NamespaceOf(host), to).WaitAsync(cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        Timeout = CallLimit,
    };

    public async ValueTask DisposeAsync()
    {
        var trouble = new List<Exception>();
        foreach (var name in Enumerable.Reverse(_made))
        {
            try
            {
                // Its links go with it, and the other ends of them.
                await IpCommand.RunAsync("netns", "del", name);
            }
            catch (Exception e)
            {
                trouble.Add(e);
            }

            RemoveHosts(name);
        }

        _made.Clear();
        if (trouble.Count > 0)
            throw new AggregateException("not all namespaces could be removed", trouble);
    }

    private IPAddress Find(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out var address) ? address : _addresses[host];

    private async Task AddSwitchAsync()
    {
        await AddNamespaceAsync(Switch);
        await IpCommand.RunAsync("-n", Switch, "link", "add", Bridge, "type", "bridge");
        await IpCommand.RunAsync("-n", Switch, "link", "set", Bridge, "up");
    }

    private async Task AddHostAsync(string host)
    {
        var (name, port) = (NamespaceOf(host), $"port{_made.Count}");
        _ports[host] = port;
        await AddNamespaceAsync(name);
        WriteHosts(name);
        await IpCommand.RunAsync("-n", Switch, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name);
        await IpCommand.RunAsync("-n", Switch, "link", "set", port, "master", Bridge, "up");
        await IpCommand.RunAsync("-n", name, "addr", "add", $"{_addresses[host]}/24", "dev", "eth0");
        await IpCommand.RunAsync("-n", name, "link", "set", "eth0", "up");
    }

    /// <summary>"ip netns exec" puts it in the place of /etc/hosts.</summary>
    private void WriteHosts(string name)
    {
        lock (HostsGate)
            Directory.CreateDirectory(Path.Combine(HostsRoot, name));
        File.WriteAllLines(
            Path.Combine(HostsRoot, name, "hosts"), _addresses.Select(a => $"{a.Value} {a.Key}").Prepend("127.0.0.1 localhost"));
    }

    /// <summary>The root goes with the last of them, which another network of the process may be making meanwhile.</summary>
    private static void RemoveHosts(string name)
    {
        var hosts = Path.Combine(HostsRoot, name);
        lock (HostsGate)
        {
            if (!Directory.Exists(hosts))
                return;
            Directory.Delete(hosts, recursive: true);
            if (!HadHostsRoot && !Directory.EnumerateFileSystemEntries(HostsRoot).Any())
                Directory.Delete(HostsRoot);
        }
    }

    private async Task AddNamespaceAsync(string name)
    {
        await IpCommand.RunAsync("netns", "add", name);
        _made.Add(name);
        await IpCommand.RunAsync("-n", name, "link", "set", "lo", "up");
    }
}
