using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>What holds of every step: the order of its effects, and that nothing but state and input decides them.</summary>
public sealed class RegistryStepTests
{
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly HealthTerms Lease = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };

    [Fact]
    public void Same_inputs_to_equal_states_give_equal_effects()
    {
        var (one, other) = (new RegistryNode(), new RegistryNode());
        foreach (var input in Inputs())
        {
            var first = one.Step(input).Effects.Select(Text).ToArray();

            Assert.Equal(first, other.Step(input).Effects.Select(Text));
            (one.Elapsed, other.Elapsed) = (one.Elapsed + TimeSpan.FromSeconds(1), other.Elapsed + TimeSpan.FromSeconds(1));
        }

        Assert.Contains(RegistryNode.Other, one.Core.View.Members.Keys);
        Assert.NotEmpty(one.Registrations);
    }

    [Fact]
    public void Flush_retains_shows_replicates_and_orders_before_it_answers()
    {
        var node = new RegistryNode();
        node.Join(RegistryNode.Other);
        node.Do(new Register(Record(Ttl("a")), Consistency.Local, TimeSpan.Zero));
        Assert.Equal(["Retain", "Publish", "Replicate", "Heartbeat", "Reply"], Names(node.Effects));

        Assert.True(node.Only(Command(new UpdateCheck(Key, "a", InstanceStatus.Passing, "word"))));
        Assert.False(node.Only(Command(new Drain(Key, TimeSpan.FromSeconds(1)))));
        Assert.False(node.Only(Arrived(Some.Record(Some.Key("orders", "o-2")), ack: 9)));
        node.Step(RegistryInput.Flush.Instance);

        Assert.Equal(
            ["Retain", "Report", "Publish", "Replicate", "Heartbeat", "Heartbeat", "Wake", "Reply", "Confirm"], Names(node.Effects));
        Assert.NotEqual(0, node.Effects.OfType<RegistryEffect.Replicate>().Single().Number);
    }

    [Fact]
    public void One_flush_is_asked_for_and_answers_all_that_came_before_it()
    {
        var node = new RegistryNode();
        Assert.True(node.Only(Command(new Register(Record(), Consistency.Local, TimeSpan.Zero))));
        Assert.False(node.Only(Command(new Register(Record() with { Id = InstanceId.Parse("o-2") }, Consistency.Local, TimeSpan.Zero))));

        node.Step(RegistryInput.Flush.Instance);

        Assert.Equal(2, node.Changes.Count());
        Assert.Equal(2, node.Effects.OfType<RegistryEffect.Reply>().Count());
    }

    [Fact]
    public void Change_that_nobody_else_has_to_confirm_is_answered_by_the_flush()
    {
        var node = new RegistryNode();

        Assert.Equal(
            new Registered(Key, node.Revision + 64, 1, true) { Claim = RegistryNode.StartClaim },
            node.Ask(new Register(Record(), Consistency.All, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void Confirmation_in_time_answers_and_a_late_one_finds_nobody_waiting()
    {
        var node = new RegistryNode();
        node.Join(RegistryNode.Other);
        node.Do(new Register(Record(), Consistency.All, TimeSpan.FromSeconds(1)));
        var number = node.Effects.OfType<RegistryEffect.Replicate>().Single().Number;
        Assert.DoesNotContain(node.Effects, e => e is RegistryEffect.Reply);

        var confirmed = new RegistryInput.Confirmed(RegistryNode.Other, number);
        var reply = Assert.IsType<RegistryEffect.Reply>(Assert.Single(node.Step(confirmed).Effects));

        Assert.Equal(new Registered(Key, node.Revision, 2, true) { Claim = RegistryNode.StartClaim }, reply.Message);
        Assert.Empty(node.Step(confirmed).Effects);
    }

    [Fact]
    public void Unconfirmed_change_is_pushed_again_at_each_tick_until_its_deadline_answers()
    {
        var node = new RegistryNode();
        node.Join(RegistryNode.Other);
        node.Do(new Register(Record(), Consistency.All, TimeSpan.FromSeconds(1)));

        var again = Assert.IsType<RegistryEffect.PushAgain>(Assert.Single(node.Step(RegistryInput.Tick.Instance).Effects));
        Assert.Equal(RegistryNode.Other, Assert.Single(again.To));
        node.Elapsed = TimeSpan.FromSeconds(1);
        var reply = Assert.IsType<RegistryEffect.Reply>(Assert.Single(node.Step(RegistryInput.Tick.Instance).Effects));

        Assert.Equal((1, false), (((Registered)reply.Message).ConfirmedBy, ((Registered)reply.Message).Reached));
    }

    [Fact]
    public void Deregistration_is_answered_once_another_member_has_it()
    {
        var node = new RegistryNode();
        node.Join(RegistryNode.Other);
        node.Do(new Register(Record(), Consistency.Local, TimeSpan.Zero));
        node.Do(new Deregister(Key, Because));
        var number = node.Effects.OfType<RegistryEffect.Replicate>().Single().Number;
        Assert.DoesNotContain(node.Effects, e => e is RegistryEffect.Reply);
        Assert.Null(node.Core.View.Find(Key));

        var reply = Assert.IsType<RegistryEffect.Reply>(Assert.Single(node.Step(new RegistryInput.Confirmed(RegistryNode.Other, number)).Effects));

        Assert.Equal(new Deregistered(Key, node.Revision), reply.Message);
    }

    [Fact]
    public void Deregistration_waits_for_nobody_who_cannot_be_reached_and_not_for_ever()
    {
        var node = new RegistryNode();
        Assert.IsType<Registered>(node.Ask(new Register(Record(), Consistency.Local, TimeSpan.Zero)));
        Assert.IsType<Deregistered>(node.Ask(new Deregister(Key, Because)));

        node.Join(RegistryNode.Other);
        node.Do(new Register(Record(), Consistency.Local, TimeSpan.Zero));
        node.Do(new Deregister(Key, Because));
        Assert.Contains(
            node.Step(new RegistryInput.StandingChanged(RegistryNode.Other, Standing.Suspect, Because)).Effects,
            e => e is RegistryEffect.Reply { Message: Deregistered });
    }

    [Fact]
    public void What_cannot_live_without_its_node_is_critical_once_that_leaves_and_what_lives_on_stays()
    {
        var node = new RegistryNode();
        node.Join(RegistryNode.Other);
        var lives = new Dictionary<string, Lifetime> { ["a"] = Lifetime.Anchored, ["f"] = Lifetime.Floating, ["l"] = Lifetime.Leased, ["o"] = Lifetime.Owned };
        foreach (var (id, life) in lives)
            node.Foreign(Some.Record(Some.Key("orders", id)) with { Life = life, Home = life is Lifetime.Anchored ? RegistryNode.Other.Address : "" });

        node.Step(new RegistryInput.MemberLeaving(RegistryNode.Other));
        node.Step(RegistryInput.Flush.Instance);

        Assert.Equal(
            ["a", "o"],
            lives.Keys.Where(id => node.Core.View.Find(Some.Key("orders", id)) is { Instance.Status: InstanceStatus.Critical, Standing: Standing.Unreachable }));
        Assert.All(lives.Keys, id => Assert.NotNull(node.Core.View.Find(Some.Key("orders", id))));
    }

    [Fact]
    public void Command_that_was_forwarded_is_not_passed_on_again()
    {
        var node = new RegistryNode();
        node.Foreign(Some.Record(Key));

        var effects = node.Step(new RegistryInput.Command(new Renew(Key, InstanceStatus.Passing, ""), RegistryNode.Caller, IsForwarded: true)).Effects;

        Assert.IsType<Unavailable>(Assert.IsType<RegistryEffect.Reply>(Assert.Single(effects)).Message);
    }

    /// <summary>An answer that was left out would be sent with a revision that shows nothing.</summary>
    [Fact]
    public void Every_answer_to_a_command_gets_the_revision_of_its_flush()
    {
        IReply[] replies =
        [
            new Registered(Key, 0, 1, true), new Deregistered(Key, 0), new Renewed(Key, 0), new StatusSet(Key, 0),
            new CheckUpdated(Key, 0), new ChecksChanged(Key, 0), new CheckNotFound(Key, "c", 0), new PolicySet(Key.Service, 0),
            new InstanceNotFound(Key, 0),
        ];
        // These are made from the snapshot or the subscription that they tell of.
        Type[] ofQueries =
        [
            typeof(Policy), typeof(Subscribed), typeof(Unsubscribed), typeof(Instances), typeof(Services), typeof(Selected),
            typeof(NothingToSelect),
        ];

        Assert.All(replies, r => Assert.Equal(7L, RevisionOf(RepliesAtRevision.At(r, 7))));
        Assert.Equal(
            typeof(RegistryProtocol).GetNestedTypes().Where(t => t.IsAssignableTo(typeof(IReply)) && t.GetProperty("Revision") is not null)
                .Except(ofQueries).Select(t => t.Name).Order(),
            replies.Select(r => r.GetType().Name).Order());

        static object? RevisionOf(IReply reply) => reply.GetType().GetProperty("Revision")!.GetValue(reply);
    }

    private static IEnumerable<RegistryInput> Inputs() =>
    [
        new RegistryInput.MemberSeen(RegistryNode.Other, Standing.Confirmed, new OwnerContact(0)),
        Command(new Register(Record(Ttl("a")), Consistency.Majority, TimeSpan.FromSeconds(2))),
        Command(new Register(Record(Alias("o-1")) with { Id = InstanceId.Parse("o-9") }, Consistency.Local, TimeSpan.Zero)),
        Command(new UpdateCheck(Key, "a", InstanceStatus.Passing, "word")),
        Arrived(Some.Record(Some.Key("orders", "o-2")) with { Life = Lifetime.Floating }, ack: 3),
        Command(new Renew(Some.Key("orders", "o-2"), InstanceStatus.Passing, "")),
        new RegistryInput.StandingChanged(RegistryNode.Other, Standing.Suspect, Because),
        Command(new SetPolicy(Key.Service, ServicePolicy.Default with { Exported = true })),
        new RegistryInput.CheckChanged(new(Key, "a", InstanceStatus.Critical, Because)),
        RegistryInput.Tick.Instance,
        new RegistryInput.MemberRemoved(RegistryNode.Other, Because),
        RegistryInput.Tick.Instance,
        Command(new Drain(Key, TimeSpan.FromSeconds(1))),
        new RegistryInput.MemberSeen(RegistryNode.Other, Standing.Confirmed, new OwnerContact(0)),
        RegistryInput.Warmed.Instance,
        new RegistryInput.Lapsed(new(Key, Because)),
    ];

    private static NamedCheck Ttl(string id) => new() { Id = id, Terms = Lease };

    private static NamedCheck Alias(string id) => new() { Id = "alias", Terms = new() { Kind = HealthKind.Alias, Target = id } };

    private static ServiceInstance Record(params NamedCheck[] checks) => Some.Record(Key) with { Checks = [.. checks] };

    private static RegistryInput.Command Command(ICommand command) => new(command, RegistryNode.Caller);

    private static RegistryInput.Arrived Arrived(ServiceInstance record, long ack) => new(new ReplicationProtocol.Arrived(
        [new(BucketKeys.IndexOf(record.Key, 64), InstanceBucket.Of(RegistryNode.Other, new BucketEvent<InstanceKey, ServiceInstance>(1, record.Key, record)))],
        PolicyTable.Empty,
        RegistryNode.Other,
        ack));

    private static IEnumerable<string> Names(IEnumerable<RegistryEffect> effects) => effects.Select(e => e.GetType().Name);

    /// <summary>Effects hold collections and snapshots, which are equal only to themselves.</summary>
    private static string Text(RegistryEffect effect) => effect switch
    {
        RegistryEffect.Retain r => $"retain {Lines(r.Registrations.Values.OrderBy(i => i.Key))} {Lines(r.Policies.Entries.Values)}",
        RegistryEffect.Publish p => $"publish {p.Snapshot.Revision} {p.Snapshot.Contacts.Count} {Lines(p.Changes)}",
        RegistryEffect.Replicate r => $"replicate {r.Number} {Lines(r.Parts.Select(Text))} {Lines(r.Policies.Entries.Values)}",
        RegistryEffect.PushAgain p => $"again {p.Number} {Lines(p.Parts.Select(Text))} {Lines(p.To)}",
        _ => $"{effect}",
    };

    private static string Text(BucketPart part) =>
        $"{part.Index}: {Lines(part.Bucket.Logs.Values.SelectMany(l => l.Live.Values))} {Lines(part.Bucket.Logs.Values.SelectMany(l => l.Cloud.Values))}";

    private static string Lines<T>(IEnumerable<T> items) => string.Join("; ", items.ToImmutableArray());
}
