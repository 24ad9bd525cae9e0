using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Replication;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class KeyValueCoreTests
{
    private readonly StoreNode _a = new(1);
    private readonly StoreNode _b = new(2);
    private readonly StoreNode _c = new(3);

    public KeyValueCoreTests() => StoreNode.Meet(_a, _b, _c);

    [Fact]
    public void Put_counts_revision_and_version_as_etcd_does()
    {
        _a.Put("k", "1");
        var first = _a.Snapshot.Find(Octets.Utf8("k"))!;
        var reply = (Applied)_a.Put("k", "2");
        var second = _a.Snapshot.Find(Octets.Utf8("k"))!;

        Assert.Equal((first.ModRevision, 1L), (first.CreateRevision, first.Version));
        Assert.Equal((first.CreateRevision, 2L), (second.CreateRevision, second.Version));
        Assert.Equal(reply.Revision, second.ModRevision);
        Assert.True(second.ModRevision > first.ModRevision);
        Assert.Equal(first, Assert.Single(Assert.Single(reply.Previous)));
        _a.Delete("k");
        _a.Put("k", "3");
        Assert.Equal(1, _a.Snapshot.Find(Octets.Utf8("k"))!.Version);
    }

    [Fact]
    public void Batch_is_one_revision_and_one_change()
    {
        var before = _a.Snapshot.Revision;
        _a.Put("x", "old");
        var reply = (Applied)_a.Apply(
            new KeyWrite.Put(Octets.Utf8("a"), Octets.Utf8("1")),
            new KeyWrite.DeleteRange(Octets.Utf8("x"), null),
            new KeyWrite.Put(Octets.Utf8("b"), Octets.Utf8("2")));

        var change = _a.Hub.ChangesSince(before).Items!.Value[^1];
        Assert.Equal(reply.Revision, change.Revision);
        Assert.Equal(["a", "x", "b"], change.Events.Select(e => e.Entry.Key.ToString()));
        Assert.All(change.Events, e => Assert.Equal(change.Revision, e.Entry.ModRevision));
        Assert.Equal("old", change.Events[1].Previous!.Value.ToString());
        Assert.Equal([0, 1, 0], reply.Previous.Select(p => p.Length));
    }

    [Fact]
    public void Batch_that_changes_nothing_has_no_revision()
    {
        var before = _a.Snapshot.Revision;
        var reply = _a.Delete("nothing");

        Assert.Equal(before, reply.Revision);
        Assert.Equal(before, _a.Snapshot.Revision);
        Assert.Empty(_a.Hub.ChangesSince(before).Items!.Value);
    }

    [Fact]
    public void Condition_is_decided_by_this_nodes_revision_of_the_key()
    {
        var absent = new KeyCondition(Octets.Utf8("k"), 0);
        KeyWrite put = new KeyWrite.Put(Octets.Utf8("k"), Octets.Utf8("1"));

        Assert.IsType<Applied>(_a.Apply(new KeyBatch([put], [absent])));
        Assert.IsType<ConditionFailed>(_a.Apply(new KeyBatch([put], [absent])));
        var revision = _a.Snapshot.Find(Octets.Utf8("k"))!.ModRevision;
        Assert.IsType<Applied>(_a.Apply(new KeyBatch([put], [new KeyCondition(Octets.Utf8("k"), revision)])));
        Assert.Equal(2, _a.Snapshot.Find(Octets.Utf8("k"))!.Version);
    }

    [Fact]
    public void Entry_is_seen_by_the_others_and_the_later_claim_wins_everywhere()
    {
        _a.Put("k", "from a");
        StoreNode.Settle(_a, _b, _c);
        Assert.Equal("from a", _c.Get("k"));
        _b.Put("k", "from b");
        StoreNode.Settle(_a, _b, _c);

        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal("from b", n.Get("k")));
        Assert.NotNull(_a.Core.Store.Own(KeySlot.OfEntry(Octets.Utf8("k"))));
        _a.Tick(ClaimTimes.YieldAfter);
        Assert.Null(_a.Core.Store.Own(KeySlot.OfEntry(Octets.Utf8("k"))));
        StoreNode.Settle(_a, _b, _c);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal("from b", n.Get("k")));
    }

    [Fact]
    public void Deletion_at_another_node_wins_and_its_tombstone_goes_in_the_end()
    {
        _a.Put("k", "1");
        StoreNode.Settle(_a, _b, _c);
        Assert.Single(_b.Delete("k").Previous[0]);
        StoreNode.Settle(_a, _b, _c);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Null(n.Get("k")));

        // The tombstone outlives the entry that it hides, however long that takes.
        _b.Tick(ClaimTimes.KeepTombstones * 2);
        Assert.Equal(1, _b.Core.Tombstones);
        _a.Tick(ClaimTimes.YieldAfter);
        _a.Tick(ClaimTimes.YieldAfter);
        StoreNode.Settle(_a, _b, _c);
        _b.Tick(ClaimTimes.KeepTombstones * 2);
        StoreNode.Settle(_a, _b, _c);

        Assert.Equal(0, _b.Core.Tombstones);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Null(n.Get("k")));
        Assert.All(new[] { _a, _b, _c }, n => Assert.True(n.Core.Store.IsEmpty));
    }

    [Fact]
    public void Own_entry_of_a_node_that_was_always_alone_goes_without_a_tombstone()
    {
        var alone = new StoreNode(9);
        alone.Put("k", "1");
        alone.Delete("k");

        Assert.Equal(0, alone.Core.Tombstones);
        Assert.True(alone.Core.Store.IsEmpty);
    }

    [Fact]
    public void Node_that_had_stored_something_keeps_its_tombstones_for_who_may_have_stored_too()
    {
        var back = new StoreNode(9, hasPast: true);
        back.Put("k", "1");
        back.Delete("k");
        back.Tick(ClaimTimes.KeepInCalm * 2);
        Assert.Equal(1, back.Core.Tombstones);
        back.Tick(ClaimTimes.KeepTombstones);

        Assert.Equal(0, back.Core.Tombstones);
        Assert.True(back.Core.Store.IsEmpty);
    }

    [Fact]
    public void Tombstone_of_an_own_entry_goes_early_where_all_members_are_well()
    {
        _a.Tick(TimeSpan.FromSeconds(1));
        _a.Put("k", "1");
        _a.Delete("k");
        StoreNode.Settle(_a, _b, _c);
        _a.Tick(ClaimTimes.KeepInCalm - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _a.Core.Tombstones);
        _a.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal(0, _a.Core.Tombstones);
        StoreNode.Settle(_a, _b, _c);
        Assert.All(new[] { _a, _b, _c }, n => Assert.True(n.Core.Store.IsEmpty));
    }

    [Fact]
    public void Deletion_by_an_owner_that_nobody_hears_holds_when_it_is_heard_again()
    {
        _a.Put("k", "1");
        StoreNode.Settle(_a, _b, _c);
        // The others take it for dead and adopt the entry; it hears nothing of that and deletes.
        foreach (var node in new[] { _b, _c })
        {
            node.Step(new KeyValueInput.MemberRemoved(_a.Owner));
            node.Tick(AdoptionTurn.Turn * 2);
        }

        _a.Step(new KeyValueInput.MemberSeen(_b.Owner, Standing.Unreachable));
        StoreNode.Settle(_b, _c);
        Assert.Equal("1", _b.Get("k"));
        _a.Delete("k");
        _a.Tick(ClaimTimes.KeepInCalm * 2);

        foreach (var node in new[] { _b, _c })
            node.Step(new KeyValueInput.MemberSeen(_a.Owner, Standing.Confirmed));
        _a.Step(new KeyValueInput.MemberSeen(_b.Owner, Standing.Confirmed));
        foreach (var node in new[] { _b, _c })
            node.ReceiveAll(_a);
        foreach (var other in new[] { _b, _c })
            _a.ReceiveAll(other);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Null(n.Get("k")));
    }

    [Fact]
    public void Removed_owners_entries_stay_in_sight_and_one_survivor_adopts_each()
    {
        foreach (var n in Enumerable.Range(0, 20))
            _a.Put($"k{n}", "1");
        StoreNode.Settle(_a, _b, _c);
        var seen = _b.Snapshot.Revision;
        foreach (var node in new[] { _b, _c })
            node.Step(new KeyValueInput.MemberRemoved(_a.Owner));
        Assert.Equal(20, _b.Snapshot.Count);
        StoreNode.Settle(_b, _c);

        var owners = _b.Snapshot.Range(default, null).Select(e => e.Owner).ToArray();
        Assert.Equal([_b.Owner, _c.Owner], owners.Distinct().Order());
        Assert.Equal(owners, _c.Snapshot.Range(default, null).Select(e => e.Owner));
        Assert.Empty(_b.Core.Store.Orphans);
        // Who watches sees nothing of it.
        Assert.Empty(_b.Hub.ChangesSince(seen).Items!.Value);
    }

    [Fact]
    public void Tombstone_of_a_removed_owner_is_adopted_too()
    {
        _a.Put("k", "1");
        StoreNode.Settle(_a, _b, _c);
        _b.Delete("k");
        // The owner of the entry has not heard of its deletion when the node that deleted it dies.
        _c.Receive([.. _b.Outbox]);
        _b.Outbox.Clear();
        foreach (var node in new[] { _a, _c })
            node.Step(new KeyValueInput.MemberRemoved(_b.Owner));
        Assert.Null(_c.Get("k"));
        _c.Tick(AdoptionTurn.Turn * 2);
        StoreNode.Settle(_a, _c);

        Assert.Null(_a.Get("k"));
        Assert.Null(_c.Get("k"));
    }

    [Fact]
    public void Claims_count_from_when_their_owner_is_a_member()
    {
        var other = new StoreNode(9);
        other.Put("k", "1");
        _a.ReceiveAll(other);
        Assert.Null(_a.Get("k"));
        _a.Step(new KeyValueInput.MemberSeen(other.Owner, Standing.Confirmed));
        Assert.Equal("1", _a.Get("k"));
    }

    [Fact]
    public void Log_of_an_owner_that_does_not_become_a_member_is_dropped()
    {
        var stranger = new StoreNode(9);
        stranger.Put("k", "1");
        _a.ReceiveAll(stranger);
        _a.Tick(TimeSpan.FromSeconds(6));
        Assert.Contains(stranger.Owner, _a.Core.Store.Owners);
        _a.Tick(ClaimTimes.StrangerGrace);

        Assert.DoesNotContain(stranger.Owner, _a.Core.Store.Owners);
        Assert.Null(_a.Get("k"));
    }

    [Fact]
    public void Node_that_starts_again_shows_what_it_showed_and_asserts_what_it_owned()
    {
        _a.Put("own", "1");
        _b.Put("other", "2");
        _b.Put("gone", "3");
        StoreNode.Settle(_a, _b);
        var revision = _a.Snapshot.Revision;
        var again = new StoreNode(7, warm: false, before: _a.State, hub: _a.Hub);
        Assert.Equal(["gone", "other", "own"], again.Snapshot.Range(default, null).Select(e => e.Key.ToString()));
        Assert.Equal(revision, again.Snapshot.Revision);
        Assert.Equal(again.Owner, again.Snapshot.Find(Octets.Utf8("own"))!.Owner);

        StoreNode.Meet(again, _b);
        _b.Delete("gone");
        again.ReceiveAll(_b);
        again.Step(KeyValueInput.Warmed.Instance);
        Assert.Equal(["other", "own"], again.Snapshot.Range(default, null).Select(e => e.Key.ToString()));
        Assert.Equal("gone", Assert.Single(again.Hub.ChangesSince(revision).Items!.Value.Single().Events).Entry.Key.ToString());
    }

    [Fact]
    public void Node_that_starts_again_yields_to_what_happened_meanwhile()
    {
        _a.Put("kept", "1");
        _a.Put("deleted", "1");
        StoreNode.Settle(_a, _b);
        _b.Step(new KeyValueInput.MemberRemoved(_c.Owner));
        _b.Step(new KeyValueInput.MemberRemoved(_a.Owner));
        _b.Delete("deleted");
        _b.Put("kept", "2");
        var again = new StoreNode(7, warm: false, before: _a.State, hub: _a.Hub);
        StoreNode.Meet(again, _b);
        again.ReceiveAll(_b);
        again.Step(KeyValueInput.Warmed.Instance);
        StoreNode.Settle(again, _b);

        Assert.All(new[] { again, _b }, n => Assert.Equal("2", n.Get("kept")));
        Assert.All(new[] { again, _b }, n => Assert.Null(n.Get("deleted")));
    }

    [Fact]
    public void Stored_entry_comes_back_unless_something_newer_is_known()
    {
        _a.Put("k", "1");
        _a.Put("deleted", "1");
        StoreNode.Settle(_a, _b);
        KeyRecord[] stored = [.. _a.State.Buckets.SelectMany(b => b.LogOf(_a.Owner).Live.Values)];
        _b.Delete("deleted");
        foreach (var record in stored)
            _b.Step(new KeyValueInput.Restore([record], StoreNode.Caller));
        Assert.Equal(("1", null), (_b.Get("k"), _b.Get("deleted")));

        var alone = new StoreNode(8);
        foreach (var record in stored)
            alone.Step(new KeyValueInput.Restore([record], StoreNode.Caller));
        Assert.Equal(("1", "1"), (alone.Get("k"), alone.Get("deleted")));
    }

    [Fact]
    public void Bucket_that_is_full_takes_no_more_and_says_so()
    {
        var alone = new StoreNode(9);
        var value = Octets.Wrap(new byte[KeyValueLimits.ValueLength]);
        var reply = Enumerable.Range(0, 200)
            .Select(n => alone.Apply(new KeyWrite.Put(Octets.Utf8($"k{n}"), value)))
            .First(r => r is not Applied);

        Assert.Equal(new Full("bytes of one bucket", KeyValueLimits.BucketBytes), reply);
        // What makes room is still taken.
        Assert.IsType<Applied>(alone.Apply(new KeyWrite.DeleteRange(default, null)));
        Assert.Equal(0, alone.Core.Usage.Bytes);
        Assert.IsType<Applied>(alone.Put("k", "1"));
    }
}
