using Mesh.Catalog;
using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>Nodes that have seen the same give the same numbers, and one number is of one state.</summary>
public sealed class KeyRevisionTests
{
    private readonly StoreNode[] _nodes = [new(1), new(2), new(3)];

    public KeyRevisionTests() => StoreNode.Meet(_nodes);

    [Fact]
    public void Time_of_a_claim_and_claim_of_a_time_are_each_others()
    {
        for (var slot = 7_000_000_000L; slot < 7_000_001_000; slot++)
            Assert.Equal(slot, KeyRevisions.SlotOfClaim(KeyRevisions.ClaimOf(slot)));
        Assert.Equal(0, KeyRevisions.SlotOfClaim(17));
        Assert.Equal(0, KeyRevisions.SlotOfClaim(long.MaxValue));
        var last = KeyRevisions.Of(KeyRevisions.SlotOf(new DateTimeOffset(2054, 1, 1, 0, 0, 0, TimeSpan.Zero)), default);
        Assert.InRange(last, 1, (1L << 53) - 1);
    }

    [Fact]
    public void Digest_depends_on_what_is_there_and_not_on_the_way_to_it()
    {
        var (a, b, other) = (Entry("a", "1"), Entry("b", "2"), Entry("a", "2"));

        Assert.Equal(StateDigest.Of([a, b]), StateDigest.Of([b, a]));
        Assert.Equal(StateDigest.Of([b]), StateDigest.Of([other, b]).With(other, null));
        Assert.Equal(StateDigest.Of([a]), StateDigest.Of([other]).With(other, a));
        Assert.NotEqual(StateDigest.Of([a]), StateDigest.Of([other]));
        Assert.NotEqual(StateDigest.Of([a]), StateDigest.Of([a with { Lease = 5 }]));
        Assert.Equal(0UL, StateDigest.Of([]).Value);
    }

    [Fact]
    public void Writes_one_after_another_at_changing_nodes_have_one_number_each_at_all_of_them()
    {
        var random = new Random(11);
        for (var step = 0; step < 400; step++)
        {
            var node = _nodes[random.Next(3)];
            var key = $"k{random.Next(9)}";
            if (random.Next(3) > 0)
                node.Put(key, $"{step}");
            else if (random.Next(2) > 0)
                node.Delete(key);
            else
                node.Apply(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8($"{step}")), new KeyWrite.DeleteRange(Octets.Utf8("l"), null), new KeyWrite.Put(Octets.Utf8("j"), default));
            StoreNode.Settle(_nodes);
            Pass(TimeSpan.FromMilliseconds(random.Next(3)));

            AssertOneLine();
        }
    }

    [Fact]
    public void A_lease_that_is_revoked_or_over_ends_at_one_number_everywhere()
    {
        foreach (var revokes in new[] { true, false })
        {
            var granted = (Granted)_nodes[0].Ask(new KeyValueInput.Grant(0, 10, StoreNode.Caller));
            StoreNode.Settle(_nodes);
            _nodes[1].Put("a", "1", granted.Lease);
            StoreNode.Settle(_nodes);
            _nodes[2].Put("b", "1", granted.Lease);
            StoreNode.Settle(_nodes);
            AssertOneLine();
            if (revokes)
                _nodes[1].Ask(new KeyValueInput.Revoke(granted.Lease, StoreNode.Caller));
            else
                Tick(TimeSpan.FromSeconds(11));
            StoreNode.Settle(_nodes);

            Assert.Equal(0, _nodes[0].Snapshot.Count);
            AssertOneLine();
        }
    }

    [Fact]
    public void A_write_of_the_same_value_is_seen_also_where_an_adoption_was_that_its_writer_had_not_heard_of()
    {
        string[] keys = ["a", "b", "c", "d", "e", "f"];
        foreach (var key in keys)
            _nodes[0].Put(key, "1");
        StoreNode.Settle(_nodes);
        _nodes[1].Step(new KeyValueInput.MemberRemoved(_nodes[0].Owner));
        Assert.NotEmpty(_nodes[1].Outbox);
        _nodes[1].Outbox.Clear();
        var seen = _nodes[1].Snapshot.Revision;

        foreach (var key in keys)
            _nodes[2].Put(key, "1");
        _nodes[1].Receive([.. _nodes[2].Outbox], _nodes[2].Mark);

        var told = _nodes[1].Hub.ChangesSince(seen).Items!.Value.SelectMany(c => c.Events).Select(e => e.Entry.Key.ToString());
        Assert.Equal(keys, told.Order());
    }

    [Fact]
    public void Writes_that_cross_each_other_part_the_lines_until_the_nodes_have_told_each_other()
    {
        _nodes[0].Put("a", "1");
        _nodes[1].Put("b", "1");
        _nodes[2].Put("c", "1");
        StoreNode.Settle(_nodes);

        Meet();

        Assert.Single(_nodes.Select(n => n.Snapshot.Revision).Distinct());
        _nodes[1].Put("a", "2");
        StoreNode.Settle(_nodes);
        Assert.Single(_nodes.Select(n => n.Snapshot.Find(Octets.Utf8("a"))!.ModRevision).Distinct());
    }

    [Fact]
    public void A_node_that_comes_later_has_the_numbers_of_the_others()
    {
        _nodes[0].Put("a", "1");
        StoreNode.Settle(_nodes);
        Pass(TimeSpan.FromMilliseconds(5));
        _nodes[1].Put("b", "1");
        StoreNode.Settle(_nodes);
        Pass(TimeSpan.FromSeconds(5));
        var late = new StoreNode(4, _nodes[0].Now, warm: false);
        StoreNode[] all = [.. _nodes, late];
        StoreNode.Meet(all);
        late.ReceiveAll(_nodes[0]);
        late.ReceiveAll(_nodes[1]);
        late.Step(KeyValueInput.Warmed.Instance);

        Meet(all);

        Assert.Single(all.Select(n => n.Snapshot.Revision).Distinct());
        foreach (var key in new[] { "a", "b" })
            Assert.Single(all.Select(n => n.Snapshot.Find(Octets.Utf8(key))!.ModRevision).Distinct());
    }

    [Fact]
    public void One_number_at_two_nodes_is_of_one_state_whatever_crossed()
    {
        var random = new Random(5);
        for (var step = 0; step < 600; step++)
        {
            var node = _nodes[random.Next(3)];
            if (random.Next(4) > 0)
                node.Put($"k{random.Next(6)}", $"{step}");
            else
                node.Delete($"k{random.Next(6)}");
            foreach (var from in _nodes.Where(_ => random.Next(2) == 0))
            {
                KeyBucketPart[] parts = [.. from.Outbox];
                from.Outbox.Clear();
                foreach (var to in _nodes.Where(n => n != from))
                    to.Receive(parts, from.Mark);
            }

            Pass(TimeSpan.FromMilliseconds(random.NextDouble()));
        }

        var states = _nodes.Select(StatesOf).ToArray();
        var common = states[0].Keys.Intersect(states[1].Keys).ToArray();
        Assert.NotEmpty(common);
        foreach (var revision in common)
            Assert.Equal(states[0][revision], states[1][revision]);
    }

    [Fact]
    public void What_happened_from_the_compacted_revision_on_is_known()
    {
        var node = _nodes[0];
        node.Put("a", "1");
        node.Put("b", "1");
        var middle = node.Snapshot.Revision;
        node.Put("c", "1");

        node.Hub.Compact(middle);

        Assert.Equal(middle, node.Hub.CompactRevision);
        Assert.Equal(
            ["b", "c"], node.Hub.ChangesFrom(middle)!.SelectMany(c => c.Events).Select(e => $"{e.Entry.Key}"));
        Assert.Null(node.Hub.ChangesFrom(middle - 1));
        Assert.Equal(["a", "b"], node.Hub.SnapshotAt(middle)!.Range(Octets.Empty, null).Select(e => $"{e.Key}"));
    }

    private static Dictionary<long, string> StatesOf(StoreNode node)
    {
        var states = new Dictionary<long, string>();
        foreach (var change in node.Hub.ChangesSince(node.Hub.CompactRevision).Items!.Value)
        {
            var then = node.Hub.SnapshotAt(change.Revision)!.Range(Octets.Empty, null);
            states[change.Revision] = string.Join(' ', then.Select(e => $"{e.Key}={e.Value}"));
        }

        return states;
    }

    private void AssertOneLine()
    {
        Assert.Single(_nodes.Select(n => n.Snapshot.Revision).Distinct());
        Assert.Single(_nodes.Select(n => string.Join('\n', n.Snapshot.Range(Octets.Empty, null).Select(
            e => $"{e.Key}={e.Value} {e.CreateRevision} {e.ModRevision} {e.Version}"))).Distinct());
    }

    private void Pass(TimeSpan time)
    {
        foreach (var node in _nodes)
            node.Now += time;
    }

    private void Tick(TimeSpan by)
    {
        foreach (var node in _nodes)
            node.Tick(by);
    }

    /// <summary>Ticks, in which the nodes tell each other how far they have come.</summary>
    private void Meet(params StoreNode[] nodes)
    {
        StoreNode[] all = nodes.Length == 0 ? _nodes : nodes;
        for (var round = 0; round < 3; round++)
        {
            var told = all.Select(n =>
            {
                n.Tick(TimeSpan.FromMilliseconds(250));
                return (n, Told: n.Effects.OfType<KeyValueEffect.TellReached>().ToArray());
            }).ToArray();
            foreach (var (from, reached) in told)
            {
                foreach (var to in all.Where(n => n != from))
                    Array.ForEach(reached, r => to.Step(new KeyValueInput.Reached(r.Slot, r.Mark)));
            }
        }
    }

    private static KeyValue Entry(string key, string value) =>
        new(Octets.Utf8(key), Octets.Utf8(value), 1, 1, 1, 0, 0, new Owner("10.0.0.1:4053", 1));
}
