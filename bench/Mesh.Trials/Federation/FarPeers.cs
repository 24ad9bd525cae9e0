using System.Net;
using Akka.Actor;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Testing;
using Mesh.Testing.Network;
using Mesh.Testing.Overlay;
using Mesh.Testing.Sites;

namespace Mesh.Trials.Federation;

/// <summary>
/// Further peers of the overlay for depth: gateways of meshes of their own without a node behind them, all in this
/// process, each with an address and a UDP socket of its own in one of several sites.
/// </summary>
internal sealed class FarPeers : IAsyncDisposable
{
    private const int Seeds = 3;

    /// <summary>Contacts with which a peer serves the overlay; some of many that join at once are found by others first.</summary>
    private const int Enough = 10;

    private const int AtOnce = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ActorSystem _system = ActorSystem.Create("peers", "akka.loglevel = ERROR");
    private readonly List<FleetGateway> _peers = [];
    private readonly SlowNetwork _network;
    private readonly string[] _sites;
    private readonly OverlayFleet _fleet;

    private FarPeers(SlowNetwork network, FederationKeys keys, string[] sites)
    {
        (_network, _sites) = (network, sites);
        _fleet = new OverlayFleet(_system, TimeProvider.System, keys.Federation);
    }

    public IReadOnlyList<FleetGateway> All => _peers;

    public IEnumerable<string> Entries => _peers.Take(Seeds).Select(p => p.Address.ToString());

    public static async Task<FarPeers> StartAsync(SlowNetwork network, FederationKeys keys, string[] sites, int count)
    {
        var peers = new FarPeers(network, keys, sites);
        try
        {
            await peers.StartAsync(1);
            while (peers._peers.Count < count)
                await peers.StartAsync(Math.Min(count - peers._peers.Count, Math.Clamp(peers._peers.Count, 1, AtOnce)));
            return peers;
        }
        catch
        {
            await peers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops one without a word to the others: to them the same as a killed process.</summary>
    public async Task KillAsync(FleetGateway peer)
    {
        _peers.Remove(peer);
        await peer.Actor.GracefulStop(Limit);
    }

    public async Task LeaveAsync(FleetGateway peer)
    {
        if (await peer.LeaveAsync(isLast: false) is not KademliaProtocol.Left)
            throw new InvalidOperationException("a peer did not leave");
        await KillAsync(peer);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private async Task StartAsync(int count)
    {
        var seeds = _peers.Take(Seeds).Select(p => p.Address).ToArray();
        var begun = _peers.Count;
        for (var i = 0; i < count; i++)
            _peers.Add(StartOne(seeds));
        await Eventually.IsAsync(
            () => Task.FromResult(_peers.Skip(begun).All(p => p.IsOpen && (seeds.Length == 0 || p.Contacts >= Math.Min(Enough, begun)))),
            () => string.Join('\n', _peers.Where(p => p.Entry is null || p.Contacts < Enough).Select(p =>
                $"{p.Address} is not in the overlay of {_peers.Count}: contacts {p.Contacts}, entry {p.Entry}, questions {p.Requests}, refused {p.Refused}")),
            Limit);
    }

    private FleetGateway StartOne(KadAddress[] seeds)
    {
        var (site, host) = (_sites[_peers.Count % _sites.Length], _peers.Count / _sites.Length + 1);
        return _fleet.Start(
            at => _network.MakeAtAsync(site, () => UdpDatagramSocket.Bind(at)).GetAwaiter().GetResult(),
            new IPEndPoint(_network.AddressOf(site, host), SiteGateway.GatewayPort),
            seeds);
    }
}
