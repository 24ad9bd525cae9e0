using System.Collections.Concurrent;
using Mesh.Catalog;

namespace Mesh.Trust;

/// <summary>Those that this node has or had a link with, by their addresses; the latest incarnation of each. Thread-safe.</summary>
internal sealed class KnownPeers
{
    // Far more than a mesh has nodes; whoever comes and goes under ever new ports is forgotten with the rest.
    private const int Most = 8_192;

    private readonly ConcurrentDictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    public Peer? Find(string address) => _peers.GetValueOrDefault(address);

    /// <summary>Null: no link of this incarnation is known.</summary>
    public Peer? Find(Owner owner) => _peers.TryGetValue(owner.Address, out var peer) && peer.Node == owner ? peer : null;

    public void Put(Peer peer)
    {
        if (_peers.Count >= Most)
            _peers.Clear();
        _peers[peer.Node.Address] = peer;
    }
}
