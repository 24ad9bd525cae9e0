using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>Peers that all live and answer from whatever table they have.</summary>
internal sealed class TableAnswers(Func<int, IRoutingView> tableOf) : IAnswers
{
    public bool IsDead(Contact peer) => false;

    public bool TryAnswer(Contact peer, in NodeId target, Span<Contact> into, out int count, out bool hasValue)
    {
        count = tableOf(Population.PlaceOf(peer)).Closest(target, into);
        hasValue = false;
        return true;
    }
}
