using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Replication;
using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>What holds of every step: the order of its effects, and that nothing but state and input decides them.</summary>
public sealed class KeyValueStepTests
{
    private readonly StoreNode _other = new(2);

    [Fact]
    public void Same_inputs_to_equal_states_give_equal_effects()
    {
        var (one, same) = (Node(), Node());
        foreach (var input in Inputs())
        {
            var first = one.Step(input).Effects.Select(Text).ToArray();

            Assert.Equal(first, same.Step(input).Effects.Select(Text));
            (one.Now, same.Now) = (one.Now + TimeSpan.FromSeconds(1), same.Now + TimeSpan.FromSeconds(1));
        }

        Assert.NotEmpty(one.Snapshot.Range(default, null));
    }

    [Fact]
    public void Flush_shows_and_replicates_before_it_answers_and_then_tells_the_registry()
    {
        var node = Node();

        Assert.True(node.Only(new KeyValueInput.Grant(77, 10, StoreNode.Caller)));
        Assert.False(node.Only(new KeyValueInput.OwnerAsked(new LeaseCall(4, LeaseVerb.KeepAlive, 77), StoreNode.Caller)));
        Assert.False(node.Only(Put("/services/orders/10.0.0.1:80", "x")));
        node.Step(KeyValueInput.Flush.Instance);

        Assert.Equal(["Publish", "Replicate", "Reply", "AnswerNode", "Reply", "Register"], node.Effects.Select(e => e.GetType().Name));
    }

    [Fact]
    public void Answer_to_a_batch_shows_the_snapshot_of_its_flush()
    {
        var node = Node();

        var applied = Assert.IsType<Applied>(node.Ask(Put("k", "1")));

        Assert.Same(node.Snapshot, applied.Snapshot);
        Assert.Equal("1", applied.Snapshot.Find(Octets.Utf8("k"))!.Value.ToString());
    }

    [Fact]
    public void Owner_that_answers_ends_the_question_and_one_that_does_not_is_gone_without_after_its_time()
    {
        var node = Node();
        _other.Ask(new KeyValueInput.Grant(77, 10, StoreNode.Caller));
        node.ReceiveAll(_other);
        Assert.Equal(_other.Owner, node.Asks(new KeyValueInput.KeepAlive(77, StoreNode.Caller)));
        var answer = new LeaseAnswer(1, true, 10, 10, []);

        Assert.Equal(new KeptAlive(77, 10), node.Ask(new KeyValueInput.OwnerAnswered(answer)));
        Assert.Empty(node.Step(new KeyValueInput.OwnerAnswered(answer)).Effects);

        node.Asks(new KeyValueInput.KeepAlive(77, StoreNode.Caller));
        node.Tick(LeaseQuestions.Patience);
        Assert.IsType<Unavailable>(Assert.Single(node.Effects.OfType<KeyValueEffect.Reply>()).Message);

        node.Step(new KeyValueInput.MemberSeen(_other.Owner, Standing.Suspect));
        node.Asks(new KeyValueInput.KeepAlive(77, StoreNode.Caller));
        node.Tick(LeaseQuestions.Patience);
        // The adoption is on its way to the others before the client hears of it; the view shows a lease without its owner.
        Assert.Equal(["Replicate", "Reply"], node.Effects.Select(e => e.GetType().Name));
        Assert.Equal(new KeptAlive(77, 10), node.Effects.OfType<KeyValueEffect.Reply>().Single().Message);
    }

    [Fact]
    public void Tick_without_anything_due_asks_for_nothing()
    {
        var node = Node();
        node.Put("k", "1");
        // The others are told once how far it has come.
        node.Tick(TimeSpan.FromSeconds(1));
        Assert.IsType<KeyValueEffect.TellReached>(Assert.Single(node.Effects));

        node.Tick(TimeSpan.FromSeconds(1));

        Assert.Empty(node.Effects);
    }

    private StoreNode Node()
    {
        var node = new StoreNode(1, rule: KeyValuesActorTests.Rule);
        node.Step(new KeyValueInput.MemberSeen(_other.Owner, Standing.Confirmed));
        return node;
    }

    private IEnumerable<KeyValueInput> Inputs()
    {
        _other.Put("theirs", "1");
        _other.Put("both", "1");
        _other.Ask(new KeyValueInput.Grant(88, 30, StoreNode.Caller));
        var tick = new KeyValueInput.Tick(_other.Catalog);
        return
        [
            new KeyValueInput.Grant(77, 5, StoreNode.Caller),
            Put("/services/orders/10.0.0.1:80", "x", 77),
            Put("both", "2"),
            new KeyValueInput.Arrived([.. Enumerable.Range(0, StoreNode.Buckets).Select(i => new KeyBucketPart(i, _other.Core.Store.Bucket(i)))]),
            new KeyValueInput.KeepAlive(88, StoreNode.Caller),
            new KeyValueInput.TimeToLive(77, StoreNode.Caller),
            tick,
            new KeyValueInput.Apply(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("theirs"))), StoreNode.Caller),
            tick,
            new KeyValueInput.MemberRemoved(_other.Owner),
            tick,
            new KeyValueInput.Revoke(77, StoreNode.Caller),
            tick,
        ];
    }

    private static KeyValueInput.Apply Put(string key, string value, long lease = 0) =>
        new(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value), lease)), StoreNode.Caller);

    /// <summary>Effects hold collections and snapshots, which are equal only to themselves.</summary>
    private static string Text(KeyValueEffect effect) => effect switch
    {
        KeyValueEffect.Publish p => $"publish {p.Snapshot.Revision} {Lines(p.Snapshot.Leases)} {Lines(p.Changes.SelectMany(c => c.Events))}",
        KeyValueEffect.Replicate r => $"replicate {Lines(r.Writes.Select(Text))}",
        KeyValueEffect.Reply { Message: Applied a } => $"applied {a.Revision} {a.Snapshot.Revision} {Lines(a.Previous.SelectMany(p => p))}",
        KeyValueEffect.Reply { Message: Remaining r } => $"remaining {r.Lease} {r.Ttl} {r.Seconds} {Lines(r.Keys)}",
        _ => $"{effect}",
    };

    private static string Text(OwnWrites<KeySlot, KeyRecord> part) => $"{part.Index}: {part.State.Version} {Lines(part.Writes)}";

    private static string Lines<T>(IEnumerable<T> items) => string.Join("; ", items.ToImmutableArray());
}
