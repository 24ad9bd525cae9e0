using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>One whole node of a simulated network.</summary>
internal sealed class SimPeer(KadNode node, Contact contact)
{
    public KadNode Node { get; } = node;

    public Contact Contact { get; } = contact;

    public bool IsAlive { get; set; } = true;

    /// <summary>It has begun to join and is not in yet: nobody asks it for anything.</summary>
    public bool IsJoining { get; set; }

    /// <summary>Its link is down: nothing goes out or comes in.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>What it sends instead of what an honest peer would; null: it is honest.</summary>
    public Func<KadMessage, KadMessage>? Forge { get; set; }

    public TimeSpan WakeAt { get; set; } = TimeSpan.MinValue;
}
