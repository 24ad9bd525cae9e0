using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>Attacks one key after the other in a learned overlay and counts who still finds the record.</summary>
internal sealed class SybilAttack(SimNetwork network, int honest, int paths)
{
    private int _reads;
    private int _all;
    private int _first;

    public double AllPercent => 100.0 * _all / _reads;

    public double FirstPercent => 100.0 * _first / _reads;

    public Spread SearchMessages { get; } = new();

    public Spread PublishMessages { get; } = new();

    public Spread HonestHolders { get; } = new();

    public static KadRecord Record(SimNetwork network, NodeId key) => new(
        key, NodeId.OfHash(key.ToByteArray()), 1, network.Time.Wall.ToUnixTimeMilliseconds() + (long)TimeSpan.FromMinutes(25).TotalMilliseconds,
        new byte[60], default, default);

    public void OnKey(NodeId key, bool isSpread, int sybils, int reads)
    {
        var attackers = Enter(key, isSpread, sybils);
        var publisher = Honest();
        var before = publisher.Node.Counters.RequestsSent;
        network.Do<KadResult.Published>(publisher, op => new KadInput.Publish(op, Record(network, key), paths));
        network.Run(TimeSpan.FromSeconds(2));
        PublishMessages.Add(publisher.Node.Counters.RequestsSent - before);
        HonestHolders.Add(network.Live.Count(p => p.Forge is null && p.Node.Store.Held(network.Time).Any(r => r.Record.Key == key)));
        for (var i = 0; i < reads; i++)
            Read(key, LookupMode.All);
        // Afterwards, for they leave copies.
        for (var i = 0; i < reads; i++)
            Read(key, LookupMode.First);
        foreach (var attacker in attackers)
            attacker.IsAlive = false;
    }

    private List<SimPeer> Enter(NodeId key, bool isSpread, int sybils)
    {
        // As many leading bits as a hash can be tried for: nearest, six more than tell honest peers apart.
        var shared = (int)Math.Log2(honest) + 6;
        // Spread: over the range in which a third as many honest peers are to be expected as there are holders.
        var range = (int)Math.Round(Math.Log2(honest / (sybils / 3.0)));
        var attackers = new List<SimPeer>();
        for (var i = 0; i < sybils; i++)
        {
            var peer = network.Add(key.WithSuffix(isSpread ? range : shared, NodeId.Random(ref network.Random)));
            network.Do<KadResult.Joined>(peer, op => new KadInput.Join(op, [Honest().Contact.Address]));
            attackers.Add(peer);
        }

        Contact[] contacts = [.. attackers.Select(a => a.Contact)];
        foreach (var attacker in attackers)
            attacker.Forge = message => Forge(message, contacts);
        // Pings of those who have heard of them.
        network.Run(TimeSpan.FromSeconds(5));
        return attackers;
    }

    private static KadMessage Forge(KadMessage message, Contact[] sybils) => message switch
    {
        KadProtocol.Nodes nodes => nodes with { Contacts = [.. sybils.Take(16)], Parts = 1 },
        KadProtocol.Values values => new KadProtocol.Nodes
        {
            RequestId = values.RequestId,
            Sender = values.Sender,
            Token = values.Token,
            Contacts = [.. sybils.Take(16)],
        },
        _ => message,
    };

    private SimPeer Honest()
    {
        while (true)
        {
            var peer = network.RandomLive();
            if (peer.Forge is null)
                return peer;
        }
    }

    private void Read(NodeId key, LookupMode mode)
    {
        var located = network.Do<KadResult.Located>(Honest(), op => new KadInput.Locate(op, key, mode, paths));
        var found = located.Records.IsEmpty ? 0 : 1;
        if (mode is LookupMode.First)
        {
            _first += found;
            return;
        }

        _reads++;
        _all += found;
        SearchMessages.Add(located.Cost.Messages);
    }
}
