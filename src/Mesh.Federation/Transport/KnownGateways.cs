using System.Security.Cryptography;
using Mesh.Federation.Trust;
using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>
/// Gateways whose credential was found good, with their keys. Bounded: the one known longest makes room, and shows its
/// credential again. Not safe for concurrent use.
/// </summary>
internal sealed class KnownGateways(int limit) : IDisposable
{
    private readonly Dictionary<NodeId, (ECDsa Key, long Until, NodeId Mesh)> _keys = [];
    private readonly Queue<NodeId> _order = new();

    public int Count => _keys.Count;

    /// <summary>The key of a gateway whose credential has neither ended nor been revoked; null: it must show one.</summary>
    public ECDsa? KeyOf(in NodeId id, long unixSeconds, FederationTrust trust) => _keys.TryGetValue(id, out var known)
        && unixSeconds < known.Until && !trust.IsRevoked(id) && !trust.IsRevoked(known.Mesh) ? known.Key : null;

    /// <param name="key">From now on owned here.</param>
    public void Add(Credential credential, ECDsa key)
    {
        if (_keys.Remove(credential.NodeId, out var old))
            old.Key.Dispose();
        else
            _order.Enqueue(credential.NodeId);
        _keys[credential.NodeId] = (key, Until(credential), credential.MeshId);
        while (_keys.Count > limit && _order.TryDequeue(out var oldest))
        {
            if (_keys.Remove(oldest, out var gone))
                gone.Key.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var (key, _, _) in _keys.Values)
            key.Dispose();
        _keys.Clear();
    }

    private static long Until(Credential credential) =>
        credential.Mesh.IsCertified ? Math.Min(credential.GatewayUntil, credential.Mesh.Until) : credential.GatewayUntil;
}
