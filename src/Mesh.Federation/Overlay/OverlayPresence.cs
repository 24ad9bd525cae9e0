using System.Collections.Concurrent;
using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>What outlives the actor, and what others read of it without asking.</summary>
internal sealed class OverlayPresence
{
    private ulong _lastSequence;

    /// <summary>Null while the gateway does not listen.</summary>
    public OverlaySelf? Self { get; set; }

    public ConcurrentDictionary<NodeId, Publication> Publications { get; } = new();

    /// <summary>The port of the gateway, once one was had; 0: any will do. Kept over restarts, so that others find it again.</summary>
    public ushort Port { get; set; }

    /// <summary>Takes datagrams that came over connections; null while the gateway does not listen.</summary>
    public Func<KadAddress, NodeId?, ReadOnlyMemory<byte>, Task<CallReply>>? Calls { get; set; }

    public OverlayFigures Figures { get; } = new();

    public GateCounters Gate { get; } = new();

    /// <summary>Rises with each call, and over restarts as long as the clock does.</summary>
    public ulong NextSequence(long unixMilliseconds) =>
        _lastSequence = Math.Max(_lastSequence + 1, (ulong)Math.Max(unixMilliseconds, 0));
}
