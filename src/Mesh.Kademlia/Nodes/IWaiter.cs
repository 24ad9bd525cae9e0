using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Nodes;

/// <summary>Waits for the answer to a request.</summary>
internal interface IWaiter
{
    void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in Moment now);

    /// <summary>The soft timeout has passed, or the one after which nobody need wait.</summary>
    void OnSlow(PendingRequest request, bool isOverdue, in Moment now);

    /// <summary>The hard timeout has passed.</summary>
    void OnFailure(PendingRequest request, in Moment now);
}
