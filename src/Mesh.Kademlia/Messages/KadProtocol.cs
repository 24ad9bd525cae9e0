using System.Collections.Immutable;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Messages;

/// <summary>The four questions of the overlay and their answers.</summary>
public static class KadProtocol
{
    // Questions

    /// <summary>Is anyone there?</summary>
    public sealed record Ping : KadMessage;

    /// <summary>Which peers do you know nearest to the target?</summary>
    public sealed record FindNode : KadMessage
    {
        public required NodeId Target { get; init; }
    }

    /// <summary>What is stored under the key, and which peers do you know nearest to it?</summary>
    public sealed record FindValue : KadMessage
    {
        public required NodeId Key { get; init; }

        /// <summary>Orders the records, so that different readers see different parts first.</summary>
        public ulong Salt { get; init; }

        /// <summary>The part wanted: 0, then what the answer before named.</summary>
        public int From { get; init; }
    }

    /// <summary>Keep these records.</summary>
    public sealed record Store : KadMessage
    {
        public required ImmutableArray<KadRecord> Records { get; init; }

        /// <summary>Zero: store them. Otherwise keep copies for so long, to relieve a hot key.</summary>
        public TimeSpan CopyLife { get; init; }
    }

    // Answers

    public sealed record Pong : KadMessage;

    /// <summary>I do not know you: show your credential with the next question.</summary>
    public sealed record Stranger : KadMessage;

    /// <summary>The nearest contacts; in parts where one datagram does not hold them.</summary>
    public sealed record Nodes : KadMessage
    {
        public required ImmutableArray<Contact> Contacts { get; init; }

        /// <summary>How many answers this one is of, 1 or more.</summary>
        public int Parts { get; init; } = 1;
    }

    /// <summary>Records under the key, as many as fit, and the nearest contacts.</summary>
    public sealed record Values : KadMessage
    {
        public required ImmutableArray<KadRecord> Records { get; init; }

        public ImmutableArray<Contact> Contacts { get; init; } = [];

        /// <summary>What to ask for next; 0: nothing more.</summary>
        public int Next { get; init; }

        /// <summary>The key is nearly full: its shards may hold more.</summary>
        public bool IsCrowded { get; init; }
    }

    /// <summary>What became of each record, in their order.</summary>
    public sealed record Stored : KadMessage
    {
        public required ImmutableArray<StoreVerdict> Verdicts { get; init; }
    }
}
