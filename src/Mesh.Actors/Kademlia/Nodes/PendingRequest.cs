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

    /// <summary>Contacts of the parts that have come, while further ones are to come.</summary>
    public List<Contact>? Gathered { get; set; }

    public int PartsSeen { get; set; }
}
