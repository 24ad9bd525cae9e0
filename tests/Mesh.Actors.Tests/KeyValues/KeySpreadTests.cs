using Mesh.Catalog;
using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>Answers that wait until the others show what was written.</summary>
public sealed class KeySpreadTests
{
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(250);

    private readonly StoreNode _a = new(1);
    private readonly StoreNode _b = new(2);
    private readonly StoreNode _c = new(3);

    public KeySpreadTests() => StoreNode.Meet(_a, _b, _c);

    [Fact]
    public void Write_is_answered_once_each_other_member_shows_it()
    {
        var number = Put(_a);
        Assert.Empty(Answers(_a));
        Confirm(_b, number);
        Assert.Empty(Answers(_a.Step(new KeyValueInput.Confirmed(_b.Owner, number))));
        Confirm(_c, number);

        var answer = Assert.Single(Answers(_a.Step(new KeyValueInput.Confirmed(_c.Owner, number))));
        Assert.IsType<Applied>(answer.Message);
        Assert.Empty(answer.Missing);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal("1", n.Get("x")));
    }

    [Fact]
    public void Receiver_confirms_after_it_has_published()
    {
        var number = Put(_a);
        _b.Step(new KeyValueInput.Arrived([.. _a.Outbox], _a.Owner, number));

        Assert.Equal(
            [typeof(KeyValueEffect.Publish), typeof(KeyValueEffect.Confirm)], _b.Effects.Select(e => e.GetType()));
    }

    [Fact]
    public void Who_has_not_confirmed_in_time_is_named()
    {
        var number = Put(_a);
        Assert.Equal(Reach, Assert.Single(_a.Effects.OfType<KeyValueEffect.Wake>()).After);
        _a.Step(new KeyValueInput.Confirmed(_c.Owner, number));
        _a.Now += Reach;

        var answer = Assert.Single(Answers(_a.Step(KeyValueInput.Due.Instance)));
        Assert.Equal([_b.Owner.Address], answer.Missing);
        Assert.Empty(Answers(_a.Step(new KeyValueInput.Confirmed(_b.Owner, number))));
    }

    [Fact]
    public void Writes_meanwhile_go_together_once_one_of_two_messages_is_confirmed()
    {
        var first = Put(_a);
        var second = Put(_a);
        Assert.Empty(Sent(_a.Step(Write("y", Reach))));
        Assert.Equal("1", _a.Get("y"));
        Assert.Empty(Sent(_a.Step(Write("z", Reach))));
        _a.Step(new KeyValueInput.Confirmed(_b.Owner, first));
        _a.Step(new KeyValueInput.Confirmed(_c.Owner, first));

        var sent = Assert.Single(Sent(_a));
        Assert.Equal(2, sent.Writes.Sum(w => w.Writes.Length));
        Assert.Equal(second + 1, sent.Number);
        Assert.Single(Answers(_a));
        _a.Step(new KeyValueInput.Confirmed(_b.Owner, sent.Number));
        Assert.Equal(2, Answers(_a.Step(new KeyValueInput.Confirmed(_c.Owner, sent.Number))).Count);
    }

    [Fact]
    public void Slow_member_holds_up_a_write_for_a_twentieth_of_a_second_at_most()
    {
        Put(_a);
        Put(_a);
        Assert.Empty(Sent(_a.Step(Write("y", Reach))));
        Assert.Equal(TimeSpan.FromMilliseconds(50), Assert.Single(_a.Effects.OfType<KeyValueEffect.Wake>()).After);
        _a.Now += TimeSpan.FromMilliseconds(50);

        Assert.Single(Sent(_a.Step(KeyValueInput.Due.Instance)));
        Assert.Single(Sent(_a.Step(Write("z", Reach))));
    }

    [Fact]
    public void What_others_sent_is_confirmed_while_own_writes_are_gathered()
    {
        Put(_a);
        Put(_a);
        _a.Step(Write("y", Reach));
        Put(_b);
        _a.Step(new KeyValueInput.Arrived([.. _b.Outbox], _b.Owner, 1));

        Assert.Equal(new KeyValueEffect.Confirm(_b.Owner, 1), Assert.Single(_a.Effects.OfType<KeyValueEffect.Confirm>()));
        Assert.Empty(Sent(_a));
    }

    [Fact]
    public void Member_whose_write_is_missing_before_a_later_one_is_asked_for_the_bucket_until_it_has_come()
    {
        Put(_a);
        _a.Outbox.Clear();
        Put(_a);
        _b.Receive(_a.Outbox.ToArray());
        Assert.Empty(Pulls(_b));

        Assert.Equal(_a.Owner, Assert.Single(Pulls(_b)).From);
        Assert.Equal(_a.Outbox[0].Index, Assert.Single(_b.Effects.OfType<KeyValueEffect.PullFrom>()).Indexes.Single());
        _b.ReceiveAll(_a);
        for (var i = 0; i < 8; i++)
            Assert.Empty(Pulls(_b));
        Assert.Equal("1", _b.Get("x"));
    }

    [Fact]
    public void Member_that_is_not_heard_of_is_not_asked_for_what_is_missing()
    {
        Put(_a);
        _a.Outbox.Clear();
        Put(_a);
        _b.Receive(_a.Outbox.ToArray());
        _b.Step(new KeyValueInput.MemberSeen(_a.Owner, Standing.Suspect));

        for (var i = 0; i < 8; i++)
            Assert.Empty(Pulls(_b));
    }

    [Fact]
    public void Suspect_is_named_and_not_waited_for()
    {
        _a.Step(new KeyValueInput.MemberSeen(_b.Owner, Standing.Suspect));
        var number = Put(_a);
        Assert.Equal(
            [_b.Owner.Address], Assert.Single(Answers(_a.Step(new KeyValueInput.Confirmed(_c.Owner, number)))).Missing);

        Put(_a);
        Assert.Equal(
            [_b.Owner.Address, _c.Owner.Address],
            Assert.Single(Answers(_a.Step(new KeyValueInput.MemberSeen(_c.Owner, Standing.Unreachable)))).Missing);
    }

    [Fact]
    public void Member_that_is_removed_meanwhile_is_neither_waited_for_nor_named()
    {
        var number = Put(_a);
        _a.Step(new KeyValueInput.Confirmed(_c.Owner, number));

        Assert.Empty(Assert.Single(Answers(_a.Step(new KeyValueInput.MemberRemoved(_b.Owner)))).Missing);
    }

    [Fact]
    public void Lone_node_and_a_batch_that_writes_nothing_answer_at_once()
    {
        var alone = new StoreNode(9);
        Put(alone);
        Assert.Single(Answers(alone));
        _a.Step(new KeyValueInput.Apply(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("nothing"))), StoreNode.Caller, Reach));
        Assert.Single(Answers(_a));
    }

    [Fact]
    public void Caller_that_does_not_ask_for_it_is_answered_while_others_wait()
    {
        _a.Only(Write("x", Reach));
        _a.Only(Write("y", TimeSpan.Zero));
        _a.Only(KeyValueInput.Flush.Instance);

        Assert.Single(Answers(_a));
    }

    private static IEnumerable<KeyValueEffect.PullFrom> Pulls(StoreNode node)
    {
        node.Tick(TimeSpan.FromMilliseconds(250));
        return node.Effects.OfType<KeyValueEffect.PullFrom>();
    }

    private static KeyValueEffect.Replicate[] Sent(StoreNode node) => [.. node.Effects.OfType<KeyValueEffect.Replicate>()];

    private static KeyValueInput.Apply Write(string key, TimeSpan reach) =>
        new(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8("1"))), StoreNode.Caller, reach);

    /// <summary>Returns the number that the write left under.</summary>
    private static long Put(StoreNode node) =>
        node.Step(Write("x", Reach)).Effects.OfType<KeyValueEffect.Replicate>().Single().Number;

    private static IReadOnlyList<KeyValueEffect.Reply> Answers(StoreNode node) =>
        [.. node.Effects.OfType<KeyValueEffect.Reply>()];

    private void Confirm(StoreNode at, long number)
    {
        at.Step(new KeyValueInput.Arrived([.. _a.Outbox], _a.Owner, number));
        Assert.Equal(new KeyValueEffect.Confirm(_a.Owner, number), Assert.Single(at.Effects.OfType<KeyValueEffect.Confirm>()));
    }
}
