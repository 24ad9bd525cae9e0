using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing.Network;

/// <summary>
/// Sites far apart: each is a network namespace, and what it sends to another goes through this process, which loses some
/// of it and brings the rest late. Within a site, packets are not slowed. A site has the addresses 10.78.SITE.1 and on;
/// nothing of the network is seen outside. Disposing removes it all.
/// </summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    private const uint Prefix = 0x0a4e;
    private const string Device = "wan0";

    private readonly string _run = $"{Mark}{Guid.NewGuid().ToString("N")[..6]}";
    private readonly string[] _sites;
    private readonly List<string> _made = [];
    private readonly List<TunDevice> _devices = [];
    private PacketRelay? _relay;

    private SlowNetwork(IEnumerable<string> sites) => _sites = [.. sites];

    /// <summary>How the names of all namespaces of this process begin.</summary>
    public static string Mark { get; } = $"slow{Environment.ProcessId}-";

    public IReadOnlyList<string> Sites => _sites;

    /// <summary>What was sent from site to site.</summary>
    public Traffic Traffic => Relay.Traffic;

    /// <summary>What the ways between sites do; what is under way already arrives.</summary>
    public LinkRules Rules
    {
        get => Relay.Rules;
        set => Relay.Rules = value;
    }

    private PacketRelay Relay => _relay ?? throw new ObjectDisposedException(nameof(SlowNetwork));

    /// <param name="seed">Gives what is lost and how late the rest is, for the same packets in the same order.</param>
    public static async Task<SlowNetwork> CreateAsync(IEnumerable<string> sites, LinkTerms terms, ulong seed = 1)
    {
        IpCommand.Demand();
        if (!File.Exists("/dev/net/tun"))
            throw new InvalidOperationException("a slow network needs /dev/net/tun: start the container with --device /dev/net/tun");
        var network = new SlowNetwork(sites);
        try
        {
            foreach (var site in network._sites)
                await network.AddSiteAsync(site);
            network._relay = new PacketRelay(network._sites, [.. network._devices], network.SiteOf, new LinkRules(terms), seed);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public string NamespaceOf(string site) => $"{_run}-{site}";

    /// <param name="host">1 to 254.</param>
    public IPAddress AddressOf(string site, int host = 1) => new([10, 78, (byte)(IndexOf(site) + 1), (byte)host]);

    /// <summary>The site of one of its addresses.</summary>
    public string SiteOf(IPAddress address) =>
        _sites.ElementAtOrDefault(SiteOf(BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())))
        ?? throw new ArgumentException($"{address} is of no site", nameof(address));

    /// <summary>Makes something in a site, such as a socket.</summary>
    public Task<T> MakeAtAsync<T>(string site, Func<T> make) => NetworkNamespace.RunAsync(NamespaceOf(site), make);

    public void Cut(string site) => Rules = Rules with { CutOff = Rules.CutOff.Add(IndexOf(site)) };

    public void Heal(string site) => Rules = Rules with { CutOff = Rules.CutOff.Remove(IndexOf(site)) };

    /// <summary>Nothing of these sites reaches those any more; the way back stays as it is.</summary>
    public void Sever(IEnumerable<string> from, IEnumerable<string> to) => Rules = Rules with
    {
        Severed = Rules.Severed.Union(from.SelectMany(f => to.Select(t => (IndexOf(f), IndexOf(t))))),
    };

    /// <summary>All ways are open again, as they were at the beginning.</summary>
    public void Restore(LinkTerms terms) => Rules = new LinkRules(terms);

    public void Block(IpProtocol protocol) => Rules = Rules with { Blocked = Rules.Blocked.Add(protocol) };

    public void Unblock(IpProtocol protocol) => Rules = Rules with { Blocked = Rules.Blocked.Remove(protocol) };

    /// <summary>A client whose connections begin at a site, to addresses.</summary>
    public HttpClient ClientAt(string site) => new(HandlerAt(_ => site)) { Timeout = Patience.Limit };

    /// <summary>Connections to addresses, that begin at a site.</summary>
    /// <param name="siteOf">The site for an address.</param>
    public SocketsHttpHandler HandlerAt(Func<IPAddress, string> siteOf) => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var to = new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
            var socket = await NamespaceSocket.ConnectAsync(NamespaceOf(siteOf(to.Address)), to).WaitAsync(cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public async ValueTask DisposeAsync()
    {
        _relay?.Dispose();
        _relay = null;
        foreach (var device in _devices)
            device.Dispose();
        var trouble = new List<Exception>();
        foreach (var name in Enumerable.Reverse(_made))
        {
            try
            {
                await IpCommand.RunAsync("netns", "del", name);
            }
            catch (Exception e)
            {
                trouble.Add(e);
            }
        }

        _made.Clear();
        if (trouble.Count > 0)
            throw new AggregateException("not all namespaces could be removed", trouble);
    }

    private int IndexOf(string site) => Array.IndexOf(_sites, site) is >= 0 and var index
        ? index
        : throw new ArgumentException($"no site '{site}'", nameof(site));

    private int SiteOf(uint address) =>
        address >> 16 == Prefix && (int)(address >> 8 & 255) - 1 is var site && site < _sites.Length ? site : -1;

    private async Task AddSiteAsync(string site)
    {
        var name = NamespaceOf(site);
        await IpCommand.RunAsync("netns", "add", name);
        _made.Add(name);
        _devices.Add(await NetworkNamespace.RunAsync(name, () => TunDevice.Open(Device)));
        await IpCommand.RunAsync("-n", name, "link", "set", "lo", "up");
        await IpCommand.RunAsync("-n", name, "addr", "add", $"{AddressOf(site)}/16", "dev", Device);
        await IpCommand.RunAsync("-n", name, "link", "set", Device, "txqueuelen", "10000", "up");
        // All addresses of the site are the site's own.
        await IpCommand.RunAsync("-n", name, "route", "add", "local", $"{AddressOf(site, 0)}/24", "dev", "lo");
    }
}
