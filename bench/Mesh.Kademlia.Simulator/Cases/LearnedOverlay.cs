using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>An overlay of whole nodes that have found each other by joining, and measures of how well they did.</summary>
internal sealed class LearnedOverlay(KadSettings settings, ulong seed)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Contact[] _known = new Contact[512];

    /// <summary>Addresses in a simulation are places, not networks: their diversity says nothing.</summary>
    public static KadSettings Settings(int k) =>
        KadSettings.Default with { K = k, PerNetworkInBucket = 0, PerNetworkInTable = 0 };

    public SimNetwork Network { get; } = new(settings, RoundTrips.Wide, loss: 0, seed);

    /// <summary>
    /// Lets peers join through random members, up to 64 one after the other, then twenty each second; answers what the
    /// joins cost.
    /// </summary>
    public Spread Grow(int count, Action<int>? onStep = null)
    {
        var costs = new Spread();
        var open = 0;
        for (var i = Network.Peers.Count; i < count; i++)
        {
            if (i > 0)
                open++;
            Join(cost =>
            {
                costs.Add(cost);
                open--;
            });
            while (open > 0 && i < 64)
                Network.Run(Pace);
            Network.Run(Pace);
            onStep?.Invoke(i);
        }

        while (open > 0)
            Network.Run(Pace);
        return costs;
    }

    /// <summary>Lets one refresh interval pass: after it peers that joined in a crowd know their neighbours.</summary>
    public void Settle() => Network.Run(settings.RefreshInterval * 1.1);

    private void Join(Action<int> onCost)
    {
        var member = Network.Peers.Count == 0 ? null : Network.RandomLive();
        var peer = Network.Add();
        if (member is not null)
            Network.Command(peer, op => new KadInput.Join(op, [member.Contact.Address]), r => onCost(((KadResult.Joined)r).Messages));
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
