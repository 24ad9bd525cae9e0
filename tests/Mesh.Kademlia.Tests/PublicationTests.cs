using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator.Cases;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Tests;

/// <summary>When a publication writes, what it sends again, and when it is reported.</summary>
public sealed class PublicationTests
{
    private static readonly Contact Peer = new(NodeId.Max, KadAddress.V4(0x0a000001, 500));
    private static readonly Moment Start = new(TimeSpan.FromHours(1), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private static readonly KadSettings Settings = KadSettings.Default;

    private ImmutableArray<KadEffect> _effects = [];
    private readonly KadNode _node = new(NodeId.Zero, Settings, new byte[32], 1, Start);

    public PublicationTests() => _node.Table.Observe(Peer, ContactEvidence.Answer, Start.At);

    [Fact]
    public void Write_that_is_not_answered_is_sent_once_more_under_the_same_number()
    {
        var find = Assert.Single(Step(new KadInput.Publish(7, Record()), Start));
        var store = Assert.Single(Answer(Nodes(find, []), Start));
        Assert.IsType<KadProtocol.Store>(store);

        Assert.Empty(Step(new KadInput.Tick(), Start.Plus(Settings.SoftTimeout - TimeSpan.FromMilliseconds(1))));
        Assert.Equal(store, Assert.Single(Step(new KadInput.Tick(), Start.Plus(Settings.SoftTimeout))));
        Assert.Empty(Step(new KadInput.Tick(), Start.Plus(Settings.HardTimeout - TimeSpan.FromMilliseconds(1))));

        var stored = new KadProtocol.Stored { RequestId = store.RequestId, Sender = Peer.Id, Verdicts = [StoreVerdict.Stored] };
        Answer(stored, Start.Plus(Settings.OverdueTimeout));
        Assert.Equal(2, Published().Holders);
        Answer(stored, Start.Plus(Settings.OverdueTimeout));
        Assert.Equal((1, 3), (_node.Counters.AnswersDropped, _node.Counters.RequestsSent));
    }

    [Fact]
    public void Publisher_asks_a_slow_peer_once_more_and_a_reader_does_not()
    {
        var publishes = Assert.Single(Step(new KadInput.Publish(7, Record()), Start));
        Assert.Equal(publishes, Assert.Single(Step(new KadInput.Tick(), Start.Plus(Settings.SoftTimeout))));

        var reader = new KadNode(NodeId.Zero, Settings, new byte[32], 1, Start);
        reader.Table.Observe(Peer, ContactEvidence.Answer, Start.At);
        Assert.Single(Step(new KadInput.Locate(8, NodeId.Max, LookupMode.All), Start, reader));
        Assert.Empty(Step(new KadInput.Tick(), Start.Plus(Settings.SoftTimeout), reader));
    }

    [Fact]
    public void Write_that_is_never_answered_ends_the_publication_with_the_holders_there_are()
    {
        var find = Assert.Single(Step(new KadInput.Publish(7, Record()), Start));
        Answer(Nodes(find, []), Start);
        Step(new KadInput.Tick(), Start.Plus(Settings.HardTimeout));
        Assert.Equal(1, Published().Holders);
    }

    [Fact]
    public void Part_that_comes_twice_is_not_taken_for_the_other()
    {
        var random = new KadRandom(1);
        var named = RoutingTableTests.Ids(4, ref random).Select((id, i) => new Contact(id, KadAddress.V4((uint)i << 8, 1))).ToArray();
        var find = Assert.Single(Step(new KadInput.Publish(7, Record()), Start));

        var first = Nodes(find, named[..2]) with { Parts = 2 };
        Assert.Empty(Answer(first, Start));
        Assert.Empty(Answer(first, Start));
        // All are asked now, three at a time.
        Assert.Equal(3, Answer(Nodes(find, named[2..]) with { Parts = 2 }, Start).Count);
    }

    [Fact]
    public void Publication_is_reported_by_fifteen_holders_and_reaches_twenty()
    {
        var network = KadNodeTests.Overlay(60, out _).Network;
        var published = network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, KadNodeTests.Record(network, 1, 1)));
        Assert.InRange(published.Holders, Settings.EnoughHolders, Settings.K);
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(Settings.K, Holders(network));
    }

    [Fact]
    public void Withdrawal_is_reported_only_when_all_have_answered_though_datagrams_get_lost()
    {
        var network = KadNodeTests.Overlay(60, out _).Network;
        network.Loss = 0.02;
        var published = network.Do<KadResult.Published>(
            network.Peers[1], op => new KadInput.Publish(op, KadNodeTests.Record(network, 1, 1), IsPatient: true));
        Assert.Equal(Holders(network), published.Holders);
        Assert.InRange(published.Holders, Settings.K - 1, Settings.K + 1);
    }

    [Fact]
    public void Peer_that_is_dead_does_not_delay_the_writes_to_the_others()
    {
        var network = KadNodeTests.Overlay(60, out _).Network;
        var record = KadNodeTests.Record(network, 1, 1);
        foreach (var dead in network.Peers.OrderBy(p => p.Contact.Id ^ record.Key).Skip(3).Take(2))
            dead.IsAlive = false;
        TimeSpan? written = null;
        network.OnSend = send => written ??= send.Message is KadProtocol.Store ? network.Now : null;
        var publisher = network.Peers.Where(p => p.IsAlive).MaxBy(p => p.Contact.Id ^ record.Key)!;
        var start = network.Now;
        var published = network.Do<KadResult.Published>(publisher, op => new KadInput.Publish(op, record));

        Assert.InRange(published.Holders, Settings.EnoughHolders, Settings.K);
        // The lookup itself waits for them until they are overdue.
        Assert.True(written - start < network.Now - start);
        network.Run(TimeSpan.FromSeconds(3));
        Assert.InRange(Holders(network), Settings.K, Settings.K + 1);
    }

    [Fact]
    public void Holders_renew_what_nobody_stored_again_and_few_do_it_for_all()
    {
        var settings = Settings with { PerNetworkInBucket = 0, PerNetworkInTable = 0, HolderRepublishInterval = TimeSpan.FromMinutes(5) };
        var overlay = new LearnedOverlay(settings, 5);
        overlay.Grow(60);
        var network = overlay.Network;
        network.Do<KadResult.Published>(network.Peers[1], op => new KadInput.Publish(op, KadNodeTests.Record(network, 1, 1)));
        network.Run(TimeSpan.FromSeconds(5));
        foreach (var gone in network.Peers.Where(p => p.Node.Store.Count > 0).Take(12))
            gone.IsAlive = false;
        var writers = new HashSet<NodeId>();
        network.OnSend = send =>
        {
            if (send.Message is KadProtocol.Store)
                writers.Add(send.Message.Sender);
        };
        network.Run(TimeSpan.FromMinutes(7));

        Assert.InRange(network.Live.Count(p => p.Node.Store.Held(network.Time).Any()), Settings.K - 2, Settings.K + 8);
        Assert.InRange(writers.Count, 1, 4);
    }

    [Fact]
    public void Search_that_is_cancelled_asks_nobody_more_and_says_nothing()
    {
        Assert.Single(Step(new KadInput.Locate(9, Record().Key, LookupMode.All), Start));
        Assert.Empty(Step(new KadInput.Cancel(9), Start));
        Step(new KadInput.Tick(), Start.Plus(Settings.LookupDeadline + TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(_effects, e => e is KadEffect.Complete);
    }

    private static int Holders(SimNetwork network) =>
        network.Live.Count(p => p.Node.Store.Held(network.Time).Any(r => !r.IsCopy));

    private static KadProtocol.Nodes Nodes(KadMessage question, Contact[] contacts) =>
        new() { RequestId = question.RequestId, Sender = Peer.Id, Token = 5, Contacts = [.. contacts] };

    private static KadRecord Record() => new(
        new NodeId(1, 2, 3, 4), NodeId.Max, 1, Start.Wall.ToUnixTimeMilliseconds() + 1_500_000, new byte[] { 1 }, default, default);

    private KadResult.Published Published() =>
        Assert.IsType<KadResult.Published>(Assert.Single(_effects.OfType<KadEffect.Complete>()).Result);

    private List<KadMessage> Answer(KadMessage answer, Moment now) => Step(new KadInput.Received(Peer.Address, answer, 300), now);

    /// <summary>Questions that it makes the node send.</summary>
    private List<KadMessage> Step(KadInput input, Moment now, KadNode? node = null)
    {
        _effects = (node ?? _node).Step(input, now);
        return [.. _effects.OfType<KadEffect.Send>().Select(s => s.Message)];
    }
}
