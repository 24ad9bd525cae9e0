using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>
/// A lease on both sides of a partition: renewed where its owner is, and taken over where that was removed. After it the owner is
/// back as another incarnation.
/// </summary>
public sealed class SplitLeaseTests
{
    private readonly StoreNode _a = new(1);
    private readonly StoreNode _b = new(2);
    private readonly StoreNode _c = new(3);
    private readonly List<KeyValueEffect.AskOwner> _told = [];
    private readonly long _lease;

    public SplitLeaseTests()
    {
        StoreNode.Meet(_a, _b, _c);
        _lease = ((Granted)_a.Ask(new KeyValueInput.Grant(0, 10, StoreNode.Caller))).Lease;
        _a.Put("x", "1", _lease);
        StoreNode.Settle(_a, _b, _c);
        _c.Put("y", "1", _lease);
        StoreNode.Settle(_a, _b, _c);
        foreach (var node in new[] { _b, _c })
            node.Step(new KeyValueInput.MemberRemoved(_a.Owner));
        foreach (var node in new[] { _b, _c })
            _a.Step(new KeyValueInput.MemberRemoved(node.Owner));
    }

    [Fact]
    public void Lease_that_is_renewed_on_one_side_outlives_its_end_on_the_other()
    {
        Pass(seconds: 30, isRenewed: true);
        Assert.Equal((0, 0), (_b.Snapshot.Count, _b.Snapshot.Leases.Count));

        var back = Heal();

        Assert.All(new[] { back, _b, _c }, n => Assert.Equal(("1", "1"), (n.Get("x"), n.Get("y"))));
        Assert.All(new[] { back, _b, _c }, n => Assert.Contains(_lease, n.Snapshot.Leases));
        Assert.Equal(new KeptAlive(_lease, 10), back.Ask(new KeyValueInput.KeepAlive(_lease, StoreNode.Caller)));
    }

    [Fact]
    public void Watcher_where_it_is_renewed_sees_nothing_of_its_end()
    {
        Pass(seconds: 30, isRenewed: true);
        var seen = _a.Snapshot.Revision;

        var back = Heal();

        Assert.All(back.Hub.ChangesSince(seen).Items!.Value, c => Assert.DoesNotContain(c.Events, e => e.Kind is KeyEventKind.Delete));
    }

    [Fact]
    public void Lease_that_ended_on_both_sides_stays_ended()
    {
        Pass(seconds: 30, isRenewed: false);

        var back = Heal();

        Assert.All(new[] { back, _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
    }

    [Fact]
    public void Revocation_on_one_side_holds_on_the_other()
    {
        Pass(seconds: 5, isRenewed: true);
        _b.Ask(new KeyValueInput.Revoke(_lease, StoreNode.Caller, default));
        StoreNode.Settle(_b, _c);

        var back = Heal();

        Assert.All(new[] { back, _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
    }

    [Fact]
    public void Renewals_until_then_count_for_the_one_who_owns_it_afterwards()
    {
        Pass(seconds: 9, isRenewed: true);

        var back = Heal();

        var told = Assert.Single(_told);
        Assert.Equal((LeaseVerb.KeepAlive, _lease), (told.Call.Verb, told.Call.Lease));
        Assert.Contains(told.To, new[] { _b.Owner, _c.Owner });
        Assert.Contains(_lease, back.Snapshot.Leases);
    }

    [Fact]
    public void What_was_only_restored_is_not_held_against_its_end()
    {
        Pass(seconds: 30, isRenewed: true);

        // The process has begun anew, and no client has said anything since.
        var back = Heal(new KeyValueHub());
        for (var second = 0; second < 45; second++)
            back.Tick(TimeSpan.FromSeconds(1));
        StoreNode.Settle(back, _b, _c);

        Assert.All(new[] { back, _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
    }

    [Fact]
    public void Key_of_another_that_begins_anew_lives_with_its_lease()
    {
        StoreNode a = new(11), b = new(12), d = new(13);
        StoreNode.Meet(a, b, d);
        var lease = ((Granted)a.Ask(new KeyValueInput.Grant(0, 10, StoreNode.Caller))).Lease;
        StoreNode.Settle(a, b, d);
        d.Put("z", "1", lease);
        StoreNode.Settle(a, b, d);
        b.Step(new KeyValueInput.MemberRemoved(a.Owner));
        b.Step(new KeyValueInput.MemberRemoved(d.Owner));
        for (var second = 0; second < 30; second++)
        {
            foreach (var node in new[] { a, b, d })
                node.Tick(TimeSpan.FromSeconds(1));
            a.Ask(new KeyValueInput.KeepAlive(lease, StoreNode.Caller));
        }

        Assert.Null(b.Get("z"));
        var backA = new StoreNode(14, a.Now, warm: false, before: a.State, hub: a.Hub);
        var backD = new StoreNode(15, d.Now, warm: false, before: d.State, hub: d.Hub);
        StoreNode.Meet(backA, backD, b);
        backA.ReceiveAll(b);
        backD.ReceiveAll(b);
        backA.Step(KeyValueInput.Warmed.Instance);
        backD.Step(KeyValueInput.Warmed.Instance);
        b.Outbox.Clear();
        StoreNode.Settle(backA, backD, b);

        Assert.All(new[] { backA, backD, b }, n => Assert.Equal("1", n.Get("z")));
    }

    private void Pass(int seconds, bool isRenewed)
    {
        for (var second = 0; second < seconds; second++)
        {
            foreach (var node in new[] { _a, _b, _c })
                node.Tick(TimeSpan.FromSeconds(1));
            if (isRenewed)
                _a.Ask(new KeyValueInput.KeepAlive(_lease, StoreNode.Caller));
            _a.Outbox.Clear();
            StoreNode.Settle(_b, _c);
        }
    }

    /// <summary>The parts meet again; answers with the owner's new incarnation.</summary>
    private StoreNode Heal(KeyValueHub? hub = null)
    {
        var back = new StoreNode(4, _a.Now, warm: false, before: _a.State, hub: hub ?? _a.Hub);
        StoreNode.Meet(back, _b, _c);
        back.ReceiveAll(_b);
        _told.AddRange(back.Effects.OfType<KeyValueEffect.AskOwner>());
        back.ReceiveAll(_c);
        _told.AddRange(back.Effects.OfType<KeyValueEffect.AskOwner>());
        back.Step(KeyValueInput.Warmed.Instance);
        StoreNode.Settle(back, _b, _c);
        return back;
    }
}
