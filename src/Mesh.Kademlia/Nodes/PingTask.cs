using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// A ping: of an owner that wants to know, of a stranger that may get a place in the table, or of a contact that failed.
/// </summary>
internal sealed class PingTask(KadContext context, ulong? operation) : IWaiter
{
    public static void Start(KadContext context, KadAddress address, Contact? peer, ulong? operation, in KadTime now) =>
        context.Ask(address, peer, context.NewPing(), new PingTask(context, operation), now);

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in KadTime now)
    {
        if (operation is { } op)
            context.Complete(new KadResult.Pinged(op, peer, now.Monotonic - request.SentAt));
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in KadTime now)
    {
        // Only the hard timeout counts.
    }

    public void OnFailure(PendingRequest request, in KadTime now)
    {
        if (operation is { } op)
            context.Complete(new KadResult.Pinged(op, null, TimeSpan.Zero));
    }
}
