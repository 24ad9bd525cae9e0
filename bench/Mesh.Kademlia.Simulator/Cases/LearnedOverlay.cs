using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>An overlay of whole nodes that have found each other by joining, and measures of how well they did.</summary>
internal sealed class LearnedOverlay(KadSettings settings, ulong seed)
{
    private readonly Contact[] _known = new Contact[512];

    /// <summary>Addresses in a simulation are places, not networks: their diversity says nothing.</summary>
    public static KadSettings Settings(int k) =>
        KadSettings.Default with { K = k, PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    public SimNetwork Network { get; } = new(settings, RoundTrips.Wide, loss: 0, seed);

    /// <summary>Lets peers join one after the other, each through a random member; answers what a join cost.</summary>
    public Spread Grow(int count, Action<int>? onStep = null)
    {
        var costs = new Spread();
        for (var i = Network.Peers.Count; i < count; i++)
        {
            costs.Add(Join());
            onStep?.Invoke(i);
        }

        return costs;
    }

    /// <summary>One peer joins and everything that this causes happens; answers its requests.</summary>
    public int Join()
    {
        var member = Network.Peers.Count == 0 ? null : Network.RandomLive();
        var peer = Network.Add();
        return member is null ? 0 : Network.Do<KadResult.Joined>(
            peer, op => new KadInput.Join(op, [member.Contact.Address])).Messages;
    }

    /// <summary>Contacts in the tables of the living, and how many in 100 that they would offer are dead.</summary>
    public (double Contacts, double DeadPercent) Tables()
    {
        var (all, offered, dead, peers) = (0L, 0L, 0L, 0);
        foreach (var peer in Network.Live)
        {
            peers++;
            all += peer.Node.Table.Count;
            var count = peer.Node.Table.Closest(peer.Node.Self, _known);
            offered += count;
            foreach (var contact in _known.AsSpan(0, count))
                dead += Network.Peers[Population.PlaceOf(contact)].IsAlive ? 0 : 1;
        }

        return ((double)all / peers, 100.0 * dead / offered);
    }

    /// <summary>Lookups from random peers against the truth.</summary>
    public (double NearestPercent, double RecallPercent, double Messages) Lookups(int count)
    {
        var (nearest, recall, messages) = (0, 0.0, 0L);
        var truth = new Contact[settings.K];
        for (var i = 0; i < count; i++)
        {
            var target = NodeId.Random(ref Network.Random);
            var source = Network.RandomLive();
            var found = Network.Do<KadResult.PeersFound>(source, op => new KadInput.FindPeers(op, target));
            var number = 0;
            foreach (var peer in Network.Live.Where(p => p != source))
                number = Routing.ByDistance.Insert(truth, 0, number, peer.Contact, target);
            nearest += found.Peers.Length > 0 && found.Peers[0].Id == truth[0].Id ? 1 : 0;
            recall += (double)truth[..number].Count(t => found.Peers.Contains(t)) / number;
            messages += found.Cost.Messages;
        }

        return (100.0 * nearest / count, 100 * recall / count, (double)messages / count);
    }
}
