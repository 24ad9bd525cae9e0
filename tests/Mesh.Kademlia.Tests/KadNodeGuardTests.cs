using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Kademlia.Tests;

/// <summary>What a node does not let strangers do.</summary>
public sealed class KadNodeGuardTests
{
    private static readonly KadAddress Writer = KadAddress.V4(0x0a000001, 500);
    private static readonly NodeId WriterId = NodeId.Max;
    private readonly Moment _now = new(TimeSpan.FromHours(1), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly KadNode _node;

    public KadNodeGuardTests() => _node = new KadNode(NodeId.Zero, KadSettings.Default, new byte[32], 1, _now);

    [Fact]
    public void Write_with_a_token_of_the_same_address_is_taken()
    {
        Assert.Equal(StoreVerdict.Stored, Store(Token(_now), Writer, _now));
        Assert.Equal(1, _node.Store.Count);
    }

    [Fact]
    public void Token_is_good_for_five_minutes_and_not_for_more_than_ten()
    {
        var token = Token(_now);
        Assert.Equal(StoreVerdict.Stored, Store(token, Writer, _now.Plus(TimeSpan.FromMinutes(5))));
        Assert.Equal(StoreVerdict.BadToken, Store(token, Writer, _now.Plus(TimeSpan.FromMinutes(10))));
    }

    [Fact]
    public void Write_without_token_or_with_that_of_another_is_refused()
    {
        var token = Token(_now);
        Assert.Equal(StoreVerdict.BadToken, Store(0, Writer, _now));
        Assert.Equal(StoreVerdict.BadToken, Store(token + 1, Writer, _now));
        Assert.Equal(StoreVerdict.BadToken, Store(token, Writer with { Port = 501 }, _now));
        Assert.Equal(StoreVerdict.BadToken, Store(token, Writer with { Host = Writer.Host + 1 }, _now));
        Assert.Equal(0, _node.Store.Count);
        Assert.Equal(4, _node.Counters.RecordsRefused);
    }

    [Fact]
    public void Write_whose_signature_is_bad_is_refused()
    {
        Assert.Equal(StoreVerdict.BadSignature, Store(Token(_now), Writer, _now, isGood: false));
        Assert.Equal(0, _node.Store.Count);
    }

    [Fact]
    public void Answer_to_an_address_that_is_not_proven_is_at_most_three_times_the_question()
    {
        Fill();
        var target = new NodeId(1, 2, 3, 4);
        KadMessage[] questions =
        [
            new KadProtocol.Ping { RequestId = 1, Sender = WriterId },
            new KadProtocol.FindNode { RequestId = 1, Sender = WriterId, Target = target },
            new KadProtocol.FindValue { RequestId = 1, Sender = WriterId, Key = target },
            new KadProtocol.Store { RequestId = 1, Sender = WriterId, Records = [Record()] },
        ];
        foreach (var question in questions)
        {
            for (var pad = 0; pad <= KadSizes.MaxDatagram; pad += 100)
            {
                var bytes = KadCodec.Write(question, pad).Length;
                var answered = Send(question, Writer, bytes, _now).Where(s => s.To == Writer).Sum(s => KadCodec.Write(s.Message, s.PadTo).Length);
                Assert.InRange(answered, 0, 3 * bytes);
            }
        }
    }

    [Fact]
    public void Padded_question_gets_as_many_contacts_as_one_that_is_proven()
    {
        Fill();
        var question = new KadProtocol.FindNode { RequestId = 1, Sender = WriterId, Target = new NodeId(1, 2, 3, 4) };
        int Contacts(ulong token, int bytes) => Send(question with { Token = token }, Writer, bytes, _now)
            .Where(s => s.To == Writer).Sum(s => s.Message is KadProtocol.Nodes n ? n.Contacts.Length : 0);
        Assert.Equal(20, Contacts(0, KadSizes.PaddedRequest));
        Assert.Equal(20, Contacts(Token(_now), 100));
        Assert.InRange(Contacts(0, 100), 0, 3);
    }

    [Fact]
    public void Answer_that_nobody_asked_for_or_from_elsewhere_is_dropped()
    {
        var ping = Assert.Single(_node.Step(new KadInput.PingPeer(1, Writer), _now).OfType<KadEffect.Send>()).Message;
        var pong = new KadProtocol.Pong { RequestId = ping.RequestId, Sender = WriterId };
        Send(pong with { RequestId = ping.RequestId + 1 }, Writer, 60, _now);
        Send(pong, Writer with { Port = 9 }, 60, _now);
        Assert.Equal(2, _node.Counters.AnswersDropped);
        Assert.Equal(0, _node.Table.Count);
        Send(pong, Writer, 60, _now);
        Assert.True(_node.Table.IsLive(WriterId));
        Send(pong, Writer, 60, _now);
        Assert.Equal(3, _node.Counters.AnswersDropped);
    }

    [Fact]
    public void Who_only_asks_is_pinged_and_enters_no_table_before_it_answers()
    {
        var sent = Send(new KadProtocol.Ping { RequestId = 5, Sender = WriterId }, Writer, 60, _now);
        Assert.Equal(["Pong", "Ping"], sent.Select(s => s.Message.GetType().Name));
        Assert.Equal(0, _node.Table.Count);
    }

    private void Fill()
    {
        var random = new KadRandom(1);
        for (uint i = 0; _node.Table.Count < 60; i++)
            _node.Table.Observe(new Contact(NodeId.Random(ref random), KadAddress.V4(i << 8, 1)), Mesh.Kademlia.Routing.ContactEvidence.Answer, _now.At);
    }

    private ulong Token(Moment now) => Assert.IsType<KadProtocol.Pong>(
        Send(new KadProtocol.Ping { RequestId = 5, Sender = WriterId }, Writer, 60, now)[0].Message).Token;

    private StoreVerdict Store(ulong token, KadAddress from, Moment now, bool isGood = true)
    {
        var store = new KadProtocol.Store { RequestId = 6, Sender = WriterId, Token = token, Records = [Record()] };
        return Assert.Single(Assert.IsType<KadProtocol.Stored>(Send(store, from, 300, now, isGood)[0].Message).Verdicts);
    }

    private KadRecord Record() => new(
        new NodeId(1, 2, 3, 4), NodeId.Max, 1, _now.Wall.ToUnixTimeMilliseconds() + 1_500_000, new byte[] { 1 }, default, default);

    private List<KadEffect.Send> Send(KadMessage message, KadAddress from, int bytes, Moment now, bool isGood = true)
    {
        List<KadEffect> effects = [.. _node.Step(new KadInput.Received(from, message, bytes), now)];
        foreach (var verify in effects.OfType<KadEffect.Verify>().ToArray())
            effects.AddRange(_node.Step(new KadInput.Verified(verify.Ticket, isGood), now));
        return [.. effects.OfType<KadEffect.Send>()];
    }
}
