using System.Collections.Immutable;

namespace Mesh.Kademlia.Nodes;

/// <summary>A request in flight.</summary>
/// <param name="address">Where the answer must come from.</param>
/// <param name="peer">Who must answer; null: whoever is at a seed's address.</param>
/// <param name="waiter">What it is for.</param>
internal sealed class PendingRequest(ulong id, KadAddress address, Contact? peer, IWaiter waiter, TimeSpan sentAt)
{
    public ulong Id { get; } = id;

    public KadAddress Address { get; } = address;

    public Contact? Peer { get; } = peer;

    public IWaiter Waiter { get; } = waiter;

    public TimeSpan SentAt { get; } = sentAt;

    /// <summary>What to send once more when the soft timeout has passed; null: nothing, or it was done.</summary>
    public KadEffect.Send? Again { get; set; }

    /// <summary>Contacts of the parts that have come, while further ones are to come.</summary>
    public List<Contact>? Gathered { get; set; }

    public int PartsSeen { get; private set; }

    /// <summary>
    /// Takes up one part; true when it was the last. A part that brings nothing new is one of a second answer to a
    /// question that was sent twice, and does not count.
    /// </summary>
    public bool Gather(ImmutableArray<Contact> part, int parts)
    {
        Gathered ??= [];
        var before = Gathered.Count;
        foreach (var contact in part)
        {
            if (parts == 1 || !Gathered.Contains(contact))
                Gathered.Add(contact);
        }

        PartsSeen += Gathered.Count > before ? 1 : 0;
        return parts == 1 || PartsSeen >= parts;
    }
}
