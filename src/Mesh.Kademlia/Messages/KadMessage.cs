namespace Mesh.Kademlia.Messages;

/// <summary>One datagram between peers.</summary>
public abstract record KadMessage
{
    /// <summary>Drawn by who asks, not to be guessed; the answer repeats it.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>The peer that sends.</summary>
    public required NodeId Sender { get; init; }

    /// <summary>
    /// In a request the token that this peer was last given by the other, which proves that it receives at its address;
    /// in an answer the token that the asker may use for the next ten minutes. 0: none.
    /// </summary>
    public ulong Token { get; init; }

    /// <summary>The sender only asks; it is not to be kept in tables.</summary>
    public bool IsClient { get; init; }

    /// <summary>In a question: the UDP port at which the sender listens; 0: not said. Only looked at where a connection carried it.</summary>
    public ushort Port { get; init; }
}
