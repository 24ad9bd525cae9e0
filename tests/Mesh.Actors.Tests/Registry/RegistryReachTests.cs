using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>Commands whose answer waits until the other members show the change.</summary>
public sealed class RegistryReachTests
{
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(250);
    private static readonly Evidence Because = new("test", "", "");

    private readonly RegistryNode _node = new();

    public RegistryReachTests()
    {
        _node.Join(RegistryNode.Other);
        _node.Join(Some.Owner(2));
    }

    [Fact]
    public void Registration_is_answered_once_each_other_member_shows_it()
    {
        var number = Send(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero));
        Assert.Empty(Answers);
        Confirm(RegistryNode.Other, number);
        Assert.Empty(Answers);
        Confirm(Some.Owner(2), number);

        var answer = Assert.Single(Answers);
        Assert.Equal(Key, Assert.IsType<Registered>(answer.Message).Key);
        Assert.Empty(answer.Missing!);
    }

    [Fact]
    public void Deregistration_that_a_member_does_not_confirm_names_it_when_the_time_is_over()
    {
        Confirmed(Send(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero)));
        var number = Send(new Deregister(Key, Because));
        Assert.Equal(Reach, Assert.Single(_node.Effects.OfType<RegistryEffect.Wake>()).After);
        Confirm(Some.Owner(2), number);
        _node.Elapsed += Reach;
        _node.Step(RegistryInput.Due.Instance);

        var answer = Assert.Single(Answers);
        Assert.IsType<Deregistered>(answer.Message);
        Assert.Equal([RegistryNode.Other.Address], answer.Missing);
    }

    [Fact]
    public void Deregistration_that_nobody_has_confirmed_in_time_waits_for_one_who_holds_it()
    {
        Confirmed(Send(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero)));
        var number = Send(new Deregister(Key, Because));
        _node.Elapsed += Reach;
        _node.Step(RegistryInput.Due.Instance);
        Assert.Empty(Answers);
        Confirm(Some.Owner(2), number);

        var answer = Assert.Single(Answers);
        Assert.IsType<Deregistered>(answer.Message);
        Assert.Equal([RegistryNode.Other.Address], answer.Missing);
    }

    [Fact]
    public void Deregistration_that_nobody_confirms_is_answered_after_two_seconds()
    {
        Confirmed(Send(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero)));
        Send(new Deregister(Key, Because));
        _node.Elapsed += Reach;
        _node.Step(RegistryInput.Due.Instance);
        Assert.Empty(Answers);
        _node.Elapsed += TimeSpan.FromSeconds(2) - Reach;
        _node.Step(RegistryInput.Due.Instance);

        Assert.Equal([RegistryNode.Other.Address, Some.Owner(2).Address], Assert.Single(Answers).Missing!.Order());
    }

    [Fact]
    public void Suspect_is_named_and_not_waited_for()
    {
        _node.Suspect(RegistryNode.Other, Because);
        var number = Send(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero));
        Confirm(Some.Owner(2), number);

        Assert.Equal([RegistryNode.Other.Address], Assert.Single(Answers).Missing);
    }

    [Fact]
    public void Policy_waits_too()
    {
        var number = Send(new SetPolicy(Key.Service, ServicePolicy.Default with { Exported = true }));
        Assert.Empty(Answers);
        Confirmed(number);

        Assert.IsType<PolicySet>(Assert.Single(Answers).Message);
    }

    [Fact]
    public void Heartbeat_that_changes_nothing_waits_for_nobody()
    {
        var check = new NamedCheck { Id = "ttl", Terms = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) } };
        var record = Some.Record(Key) with { Checks = [check], Life = Lifetime.Leased };
        Confirmed(Send(new Register(record, Consistency.Local, TimeSpan.Zero)));
        Do(new UpdateCheck(Key, "ttl", InstanceStatus.Passing, ""));
        foreach (var replicate in _node.Effects.OfType<RegistryEffect.Replicate>().ToArray())
            Confirmed(replicate.Number);
        Do(new UpdateCheck(Key, "ttl", InstanceStatus.Passing, ""));

        Assert.Single(Answers);
        Assert.Empty(_node.Effects.OfType<RegistryEffect.Replicate>());
    }

    [Fact]
    public void Changes_meanwhile_go_together_once_one_of_two_messages_is_confirmed()
    {
        var first = Send(Registering("o-1"));
        Send(Registering("o-2"));
        Do(Registering("o-3"));
        Assert.Empty(Sent);
        Do(Registering("o-4"));
        Assert.Empty(Sent);
        Confirm(RegistryNode.Other, first);
        Assert.Empty(Sent);
        Confirm(Some.Owner(2), first);

        var sent = Assert.Single(Sent);
        Assert.Equal(["o-3", "o-4"], sent.Parts.SelectMany(p => p.Bucket.Logs.Values).SelectMany(l => l.Keys()).Select(k => k.Id.Value).Order());
        Confirm(RegistryNode.Other, sent.Number);
        Confirm(Some.Owner(2), sent.Number);
        Assert.Equal(2, Answers.Count);
    }

    [Fact]
    public void Slow_member_holds_up_a_change_for_a_twentieth_of_a_second_at_most()
    {
        Send(Registering("o-1"));
        Send(Registering("o-2"));
        Do(Registering("o-3"));
        Assert.Equal(TimeSpan.FromMilliseconds(50), _node.Effects.OfType<RegistryEffect.Wake>().Min(w => w.After));
        _node.Elapsed += TimeSpan.FromMilliseconds(50);
        _node.Step(RegistryInput.Due.Instance);

        Assert.Single(Sent);
    }

    [Fact]
    public void Refusal_waits_for_nobody()
    {
        Do(new Deregister(Key, Because));

        Assert.IsType<InstanceNotFound>(Assert.Single(Answers).Message);
    }

    [Fact]
    public void Command_for_another_owner_takes_its_reach_along()
    {
        _node.Foreign(Some.Record(Key));
        Do(new SetStatus(Key, InstanceStatus.Warning, Because));

        Assert.Equal(Reach, Assert.Single(_node.Effects.OfType<RegistryEffect.Forward>()).Reach);
    }

    private RegistryEffect.Replicate[] Sent => [.. _node.Effects.OfType<RegistryEffect.Replicate>()];

    private IReadOnlyList<RegistryEffect.Reply> Answers => [.. _node.Effects.OfType<RegistryEffect.Reply>()];

    private static Register Registering(string id) => new(Some.Record(Some.Key("orders", id)), Consistency.Local, TimeSpan.Zero);

    private void Do(ICommand command) => _node.Step(new RegistryInput.Command(command, RegistryNode.Caller, Reach: Reach));

    /// <summary>Returns the number that the change left under.</summary>
    private long Send(ICommand command)
    {
        Do(command);
        return Assert.Single(_node.Effects.OfType<RegistryEffect.Replicate>()).Number;
    }

    private void Confirm(Owner by, long number) => _node.Step(new RegistryInput.Confirmed(by, number));

    private void Confirmed(long number)
    {
        Confirm(RegistryNode.Other, number);
        Confirm(Some.Owner(2), number);
    }
}
