using Mesh.Catalog;
using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class LeaseTests
{
    private readonly StoreNode _a = new(1);
    private readonly StoreNode _b = new(2);
    private readonly StoreNode _c = new(3);

    public LeaseTests() => StoreNode.Meet(_a, _b, _c);

    [Fact]
    public void Lease_that_is_not_renewed_ends_with_its_keys_in_one_step()
    {
        var lease = Grant(_a, 10);
        _a.Put("x", "1", lease);
        _a.Put("y", "1", lease);
        _b.Put("z", "1");
        StoreNode.Settle(_a, _b, _c);
        _b.Put("z", "2", lease);
        StoreNode.Settle(_a, _b, _c);
        var before = _a.Snapshot.Revision;
        _a.Tick(TimeSpan.FromSeconds(9));
        Assert.Equal(3, _a.Snapshot.Count);
        _a.Tick(TimeSpan.FromSeconds(1));

        var change = Assert.Single(_a.Hub.ChangesSince(before).Items!.Value);
        Assert.Equal(["x", "y", "z"], change.Events.Select(e => e.Entry.Key.ToString()));
        StoreNode.Settle(_a, _b, _c);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
    }

    [Fact]
    public void Lease_has_its_whole_time_from_when_clients_can_reach_the_node()
    {
        var lease = Grant(_a, 10);
        for (var n = 0; n < 10; n++)
        {
            _a.Now += TimeSpan.FromSeconds(9);
            _a.Step(new KeyValueInput.Tick(_a.Catalog, IsClosed: true));
        }

        _a.Tick(TimeSpan.FromSeconds(9));
        Assert.Contains(lease, _a.Snapshot.Leases);
        _a.Tick(TimeSpan.FromSeconds(1));

        Assert.Empty(_a.Snapshot.Leases);
    }

    [Fact]
    public void Renewal_gives_the_full_time_again_and_writes_nothing()
    {
        var lease = Grant(_a, 10);
        StoreNode.Settle(_a, _b, _c);
        _a.Tick(TimeSpan.FromSeconds(9));
        Assert.Equal(new KeptAlive(lease, 10), _a.Ask(new KeyValueInput.KeepAlive(lease, StoreNode.Caller)));
        Assert.Empty(_a.Outbox);
        _a.Tick(TimeSpan.FromSeconds(9));
        var left = (Remaining)_a.Ask(new KeyValueInput.TimeToLive(lease, StoreNode.Caller));

        Assert.Equal((10, 1), (left.Ttl, left.Seconds));
        Assert.Contains(lease, _a.Snapshot.Leases);
    }

    [Fact]
    public void Renewal_at_another_node_is_for_the_owner_while_that_can_be_reached()
    {
        var lease = Grant(_a, 10);
        StoreNode.Settle(_a, _b, _c);

        Assert.Equal(_a.Owner, _b.Asks(new KeyValueInput.KeepAlive(lease, StoreNode.Caller)));
        Assert.Equal(_a.Owner, _b.Asks(new KeyValueInput.TimeToLive(lease, StoreNode.Caller)));
    }

    [Fact]
    public void Lease_of_an_unreachable_owner_is_adopted_by_the_node_that_is_asked_to_renew_it_and_outlives_the_old_owners_clock()
    {
        var lease = Grant(_a, 10);
        _a.Put("x", "1", lease);
        StoreNode.Settle(_a, _b, _c);
        _c.Put("y", "1", lease);
        StoreNode.Settle(_a, _b, _c);
        _b.Step(new KeyValueInput.MemberSeen(_a.Owner, Standing.Unreachable));
        _b.Tick(TimeSpan.FromSeconds(9));
        Assert.Equal(new KeptAlive(lease, 10), _b.Ask(new KeyValueInput.KeepAlive(lease, StoreNode.Caller)));
        StoreNode.Settle(_b, _c);
        Assert.All(_b.Snapshot.Range(default, null), e => Assert.Equal(_b.Owner, e.Owner));

        // Meanwhile the lease ends where nobody renewed it. When the parts meet again the renewed one stays.
        _a.Tick(TimeSpan.FromSeconds(11));
        Assert.Equal(0, _a.Snapshot.Count);
        _b.Outbox.AddRange(Enumerable.Range(0, StoreNode.Buckets).Select(i => new KeyBucketPart(i, _b.Core.Store.Bucket(i))));
        StoreNode.Settle(_a, _b, _c);

        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal(("1", "1"), (n.Get("x"), n.Get("y"))));
        Assert.Equal(_b.Owner, _a.Asks(new KeyValueInput.KeepAlive(lease, StoreNode.Caller)));
    }

    [Fact]
    public void Removed_owners_lease_is_adopted_with_its_full_time()
    {
        var lease = Grant(_a, 10);
        _a.Put("x", "1", lease);
        StoreNode.Settle(_a, _b, _c);
        foreach (var node in new[] { _b, _c })
        {
            node.Tick(TimeSpan.FromSeconds(9));
            node.Step(new KeyValueInput.MemberRemoved(_a.Owner));
        }

        StoreNode.Settle(_b, _c);
        _b.Tick(TimeSpan.FromSeconds(8));
        _c.Tick(TimeSpan.FromSeconds(8));
        StoreNode.Settle(_b, _c);
        Assert.All(new[] { _b, _c }, n => Assert.Equal("1", n.Get("x")));
        _b.Tick(TimeSpan.FromSeconds(10));
        _c.Tick(TimeSpan.FromSeconds(10));
        StoreNode.Settle(_b, _c);
        Assert.All(new[] { _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
    }

    [Fact]
    public void Revocation_works_at_any_node()
    {
        var lease = Grant(_a, 10);
        _a.Put("x", "1", lease);
        StoreNode.Settle(_a, _b, _c);
        Assert.Equal(new Revoked(lease), _b.Ask(new KeyValueInput.Revoke(lease, StoreNode.Caller)));
        StoreNode.Settle(_a, _b, _c);

        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal((0, 0), (n.Snapshot.Count, n.Snapshot.Leases.Count)));
        Assert.Equal(new LeaseNotFound(lease), _a.Ask(new KeyValueInput.KeepAlive(lease, StoreNode.Caller)));
        Assert.Equal(new LeaseNotFound(lease), _a.Put("x", "2", lease));
    }

    [Fact]
    public void Entry_put_without_its_lease_leaves_it()
    {
        var lease = Grant(_a, 10);
        _a.Put("x", "1", lease);
        _a.Put("x", "2");
        _a.Tick(TimeSpan.FromSeconds(10));

        Assert.Equal("2", _a.Get("x"));
        Assert.Empty(_a.Snapshot.Leases);
    }

    [Fact]
    public void Entry_whose_lease_ended_elsewhere_is_swept()
    {
        var lease = Grant(_a, 10);
        StoreNode.Settle(_a, _b, _c);
        _b.Put("x", "1", lease);
        _b.Outbox.Clear();
        // The owner ends the lease without having heard of the entry.
        _a.Tick(TimeSpan.FromSeconds(10));
        StoreNode.Settle(_a, _b, _c);
        Assert.Equal("1", _b.Get("x"));
        _b.Tick(TimeSpan.FromSeconds(6));
        _b.Tick(LeaselessEntries.Grace);

        Assert.Null(_b.Get("x"));
    }

    [Fact]
    public void Node_that_is_filling_up_does_not_call_a_lease_unknown()
    {
        var filling = new StoreNode(4, warm: false);

        Assert.IsType<Unavailable>(filling.Ask(new KeyValueInput.KeepAlive(77, StoreNode.Caller)));
        Assert.IsType<Unavailable>(filling.Put("x", "1", 77));
        filling.Step(KeyValueInput.Warmed.Instance);
        Assert.Equal(new LeaseNotFound(77), filling.Ask(new KeyValueInput.KeepAlive(77, StoreNode.Caller)));
    }

    [Fact]
    public void Grant_takes_the_number_that_is_wanted_once_and_chooses_unlike_numbers()
    {
        Assert.Equal(new Granted(77, 10), Wanted(77, 10));
        Assert.Equal(new LeaseExists(77), Wanted(77, 10));
        Assert.Equal(new Granted(78, KeyValueLimits.MinTtl), Wanted(78, 1));
        Assert.Equal("ttl", Assert.Single(((Rejected)_a.Ask(new KeyValueInput.Grant(0, 0, StoreNode.Caller))).Faults).Field);
        Assert.Equal("lease", Assert.Single(((Rejected)_a.Ask(new KeyValueInput.Grant(-1, 9, StoreNode.Caller))).Faults).Field);
        long[] chosen = [.. new[] { _a, _b, _c }.SelectMany(n => Enumerable.Range(0, 100).Select(_ => Grant(n, 10)))];
        Assert.Equal(300, chosen.Distinct().Count());
        Assert.All(chosen, id => Assert.True(id > 0));
    }

    [Fact]
    public void Put_with_a_lease_that_is_not_seen_here_yet_asks_who_granted_it()
    {
        var lease = Grant(_a, 10);

        Assert.Equal(_a.Owner, _b.Asks(Put("x", lease)));
        var call = Assert.IsType<KeyValueEffect.AskOwner>(Assert.Single(_b.Effects)).Call;
        var answer = Assert.Single(_a.Step(new KeyValueInput.OwnerAsked(call, StoreNode.Caller)).Effects.OfType<KeyValueEffect.AnswerNode>());
        Assert.IsType<Applied>(_b.Ask(new KeyValueInput.OwnerAnswered(answer.Message)));
        StoreNode.Settle(_a, _b, _c);
        Assert.All(new[] { _a, _b, _c }, n => Assert.Equal(lease, n.Snapshot.Find(Octets.Utf8("x"))!.Lease));
    }

    [Theory]
    [InlineData(nameof(LeaseVerb.KeepAlive))]
    [InlineData(nameof(LeaseVerb.TimeToLive))]
    [InlineData(nameof(LeaseVerb.Revoke))]
    public void Call_for_a_lease_that_is_not_seen_here_yet_goes_to_who_granted_it(string name)
    {
        var verb = Enum.Parse<LeaseVerb>(name);
        var lease = Grant(_a, 10);
        Assert.Equal(_a.Owner, _b.Asks(Call(verb, lease)));
        var call = Assert.IsType<KeyValueEffect.AskOwner>(Assert.Single(_b.Effects)).Call;
        Assert.Equal((verb, lease), (call.Verb, call.Lease));
        var answer = Assert.Single(_a.Step(new KeyValueInput.OwnerAsked(call, StoreNode.Caller)).Effects.OfType<KeyValueEffect.AnswerNode>());

        Assert.IsNotType<LeaseNotFound>(_b.Ask(new KeyValueInput.OwnerAnswered(answer.Message)));
        Assert.Equal(verb is LeaseVerb.Revoke, _a.Snapshot.Leases.Count == 0);
    }

    [Fact]
    public void Lease_that_its_granter_denies_is_unknown_and_one_whose_granter_is_silent_is_not()
    {
        var lease = Grant(_a, 10);
        _b.Asks(Put("x", lease));
        var call = Assert.IsType<KeyValueEffect.AskOwner>(Assert.Single(_b.Effects)).Call;
        Assert.Equal(
            new LeaseNotFound(lease),
            _b.Ask(new KeyValueInput.OwnerAnswered(new KeyReplicationProtocol.LeaseAnswer(call.Number, false, 0, 0, []))));

        _b.Asks(Put("x", lease));
        _b.Tick(LeaseQuestions.Patience);
        Assert.IsType<Unavailable>(Assert.Single(_b.Effects.OfType<KeyValueEffect.Reply>()).Message);
        Assert.Null(_b.Get("x"));
    }

    /// <summary>What the first node answers to a client that wants this number, which its home decides on.</summary>
    private IReply Wanted(long lease, long ttl)
    {
        _a.Step(new KeyValueInput.Grant(lease, ttl, StoreNode.Caller));
        if (_a.Effects.OfType<KeyValueEffect.AskOwner>().SingleOrDefault() is not { } ask)
            return _a.Effects.OfType<KeyValueEffect.Reply>().Single().Message;
        var home = new[] { _b, _c }.Single(n => n.Owner == ask.To);
        home.Step(new KeyValueInput.OwnerAsked(ask.Call, StoreNode.Caller));
        return _a.Ask(new KeyValueInput.OwnerAnswered(home.Effects.OfType<KeyValueEffect.AnswerNode>().Single().Message));
    }

    private static KeyValueInput Call(LeaseVerb verb, long lease) => verb switch
    {
        LeaseVerb.KeepAlive => new KeyValueInput.KeepAlive(lease, StoreNode.Caller),
        LeaseVerb.Revoke => new KeyValueInput.Revoke(lease, StoreNode.Caller),
        _ => new KeyValueInput.TimeToLive(lease, StoreNode.Caller),
    };

    private static KeyValueInput.Apply Put(string key, long lease) =>
        new(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8("1"), lease)), StoreNode.Caller);

    private static long Grant(StoreNode node, long ttl) => ((Granted)node.Ask(new KeyValueInput.Grant(0, ttl, StoreNode.Caller))).Lease;
}
