using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// A ping: of an owner that wants to know, of a stranger that may get a place in the table, or of a contact that failed.
/// </summary>
internal sealed class PingTask(NodeState node, ulong? operation) : IWaiter
{
    public static void Start(NodeState node, KadAddress address, Contact? peer, ulong? operation, in Moment now) =>
        node.Ask(address, peer, node.NewPing(), new PingTask(node, operation), now);

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in Moment now)
    {
        if (operation is { } op)
            node.Complete(new KadResult.Pinged(op, peer, now.At - request.SentAt));
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in Moment now)
    {
        // Only the hard timeout counts.
    }

    public void OnFailure(PendingRequest request, in Moment now)
    {
        if (operation is { } op)
            node.Complete(new KadResult.Pinged(op, null, TimeSpan.Zero));
    }
}
