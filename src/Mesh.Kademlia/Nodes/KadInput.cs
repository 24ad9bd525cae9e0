using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a <see cref="KadNode"/> is told. The moment comes beside it.</summary>
public abstract record KadInput
{
    private KadInput()
    {
    }

    /// <summary>A datagram came.</summary>
    /// <param name="From">Where from, as the socket says.</param>
    /// <param name="Bytes">Its length; bounds the answer to an address that is not proven.</param>
    /// <param name="IsCall">
    /// The asker opened a connection to ask: it can reach this node, which does not say that it can be reached.
    /// </param>
    public sealed record Received(KadAddress From, KadMessage Message, int Bytes, bool IsCall = false) : KadInput;

    /// <summary>The moment of <see cref="KadNode.WakeAt"/> has come; early or repeated ticks do no harm.</summary>
    public sealed record Tick : KadInput;

    /// <summary>The answer to <see cref="KadEffect.Verify"/>.</summary>
    public sealed record Verified(ulong Ticket, bool IsGood) : KadInput;

    /// <summary>A wish of the peer's owner, answered by a <see cref="KadResult"/> with the same number.</summary>
    public abstract record Command(ulong Operation) : KadInput;

    /// <summary>Enter the overlay by any of these peers.</summary>
    public sealed record Join(ulong Operation, ImmutableArray<KadAddress> Seeds) : Command(Operation);

    /// <summary>Find the k nearest peers.</summary>
    public sealed record FindPeers(ulong Operation, NodeId Target) : Command(Operation);

    /// <summary>Find records.</summary>
    /// <param name="Paths">Disjoint paths, 1 or more.</param>
    /// <param name="Deadline">After which it ends with what it has; null: that of the settings.</param>
    public sealed record Locate(ulong Operation, NodeId Key, LookupMode Mode, int Paths = 1, TimeSpan? Deadline = null)
        : Command(Operation);

    /// <summary>Store a signed record at the k nearest peers. Reported when enough of them hold it.</summary>
    /// <param name="Paths">Disjoint paths, 1 or more.</param>
    /// <param name="IsPatient">Reported only when all have been asked: for a withdrawal, which no holder should miss.</param>
    public sealed record Publish(ulong Operation, KadRecord Record, int Paths = 1, bool IsPatient = false) : Command(Operation);

    /// <summary>Ask one peer whether it is there.</summary>
    public sealed record PingPeer(ulong Operation, KadAddress Address) : Command(Operation);

    /// <summary>Hand the records on before going.</summary>
    public sealed record Leave(ulong Operation) : Command(Operation);

    /// <summary>Nobody waits for this operation any more.</summary>
    public sealed record Cancel(ulong Operation) : Command(Operation);

    /// <summary>Do not ask for renewals of this record any more.</summary>
    public sealed record Withdraw(ulong Operation, NodeId Key, NodeId MeshId) : Command(Operation);
}
