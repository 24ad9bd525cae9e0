using Akka.Actor;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Overlay;

/// <content>Operations under way, and who waits for them.</content>
internal sealed partial class KademliaActor
{
    private interface IPending;

    private sealed record PendingJoin(TimeSpan StartedAt, bool WasAlone) : IPending;

    private sealed record PendingPublish(IActorRef Asker, Publication Publication, bool IsShard = false, bool IsWithdrawal = false)
        : IPending;

    private sealed record PendingPeers(IActorRef Asker) : IPending;

    private sealed record PendingPing(IActorRef Asker) : IPending;

    private sealed record PendingLeave(IActorRef Asker) : IPending;

    private sealed class PendingFind(IActorRef asker, OverlaySubject subject, FindMode mode, TimeSpan endsAt) : IPending
    {
        public IActorRef Asker { get; } = asker;

        public OverlaySubject Subject { get; } = subject;

        public FindMode Mode { get; set; } = mode;

        public TimeSpan EndsAt { get; } = endsAt;

        public List<KadRecord> Records { get; } = [];

        public int Open { get; set; }

        public bool IsWhole { get; set; } = true;

        public bool HasAskedShards { get; set; }

        public LookupCost Cost { get; set; }
    }
}
