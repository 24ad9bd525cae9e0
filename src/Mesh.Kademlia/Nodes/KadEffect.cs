using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a <see cref="KadNode"/> wants done, in this order.</summary>
public abstract record KadEffect
{
    private KadEffect()
    {
    }

    /// <summary>Send one datagram.</summary>
    /// <param name="PadTo">Fill it up to so many bytes, so that a full answer is not larger than three times it.</param>
    public sealed record Send(KadAddress To, KadMessage Message, int PadTo = 0) : KadEffect;

    /// <summary>Check the signature and answer with <see cref="KadInput.Verified"/>.</summary>
    public sealed record Verify(ulong Ticket, KadRecord Record) : KadEffect;

    /// <summary>An operation has ended.</summary>
    public sealed record Complete(KadResult Result) : KadEffect;

    /// <summary>A record published here should be signed again with a later end and be published.</summary>
    public sealed record Renew(NodeId Key, NodeId MeshId) : KadEffect;
}
