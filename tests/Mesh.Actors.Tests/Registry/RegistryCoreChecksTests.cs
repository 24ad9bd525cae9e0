using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public sealed class RegistryCoreChecksTests
{
    private static readonly Owner Other = RegistryNode.Other;
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly HealthTerms Lease = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };

    private readonly RegistryNode _node = new();

    private ServiceInstance Held => _node.Registrations[Key];

    [Fact]
    public void Check_begins_critical_and_keeps_its_status_when_it_is_registered_again()
    {
        Register(Ttl("a"), Ttl("b") with { Status = InstanceStatus.Passing });
        Assert.Equal([InstanceStatus.Critical, InstanceStatus.Passing], Held.Checks.Select(c => c.Status));
        Assert.Equal(InstanceStatus.Critical, Held.Status);

        Update("a", InstanceStatus.Passing);
        Register(Ttl("a"), Ttl("b"));

        Assert.Equal(InstanceStatus.Passing, Held.Status);
    }

    [Fact]
    public void Registering_keeps_or_drops_the_checks_that_are_not_named()
    {
        Register(Ttl("a"), Ttl("b"));

        _node.Do(new Register(Record(Ttl("c")), Consistency.Local, TimeSpan.Zero) { KeepsChecks = true });
        Assert.Equal(["a", "b", "c"], Held.Checks.Select(c => c.Id));
        Register(Ttl("c"));
        Assert.Equal(["c"], Held.Checks.Select(c => c.Id));
    }

    [Fact]
    public void Maintenance_stays_over_a_registration()
    {
        Register(Ttl("a") with { Status = InstanceStatus.Passing });
        Change([new NamedCheck { Id = "maintenance", Status = InstanceStatus.Critical }], []);

        Register(Ttl("a"));

        Assert.Equal(InstanceStatus.Critical, Held.Status);
        Change([], ["maintenance"]);
        Assert.Equal(InstanceStatus.Passing, Held.Status);
    }

    [Fact]
    public void Update_is_in_the_view_when_it_is_answered_and_the_heartbeats_learn_of_it()
    {
        Register(Ttl("a"));

        var reply = Update("a", InstanceStatus.Warning);
        Assert.Equal(new CheckUpdated(Key, _node.Revision), reply);

        Assert.Equal(InstanceStatus.Warning, Held.Status);
        Assert.Equal(
            new HeartbeatProtocol.UpdateCheck(Key, "a", InstanceStatus.Warning, "word"), Assert.Single(_node.Orders));
    }

    [Fact]
    public void Update_of_what_waits_for_nobody_is_not_found()
    {
        Register(Ttl("a"), new NamedCheck { Id = "m", Status = InstanceStatus.Passing });

        Assert.Equal(new CheckNotFound(Key, "x", _node.Revision), Update("x", InstanceStatus.Passing));
        Assert.Equal(new CheckNotFound(Key, "m", _node.Revision), Update("m", InstanceStatus.Passing));
        Assert.IsType<Rejected>(Update("a", InstanceStatus.Draining));
    }

    [Fact]
    public void Update_goes_to_the_owner_or_adopts_when_that_is_silent()
    {
        Foreign(Record(Ttl("a") with { Status = InstanceStatus.Passing }, new NamedCheck { Id = "n", Status = InstanceStatus.Critical, OfNode = true }));
        Assert.Equal(Other, _node.Forwards(new UpdateCheck(Key, "a", InstanceStatus.Warning, "word")));
        Assert.Equal(Other, _node.Forwards(new ChangeChecks(Key, [], ["a"], Because)));

        _node.Suspect(Other, Because);
        Assert.IsType<CheckUpdated>(Update("a", InstanceStatus.Warning));

        Assert.Equal((3L, InstanceStatus.Warning), (Held.Claim, Held.Status));
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
    }

    [Fact]
    public void Update_of_an_unknown_check_adopts_nothing()
    {
        Foreign(Record(Ttl("a")));
        _node.Suspect(Other, Because);

        Assert.IsType<CheckNotFound>(Update("x", InstanceStatus.Passing));

        Assert.Empty(_node.Registrations);
    }

    [Fact]
    public void Change_out_of_bounds_changes_nothing()
    {
        Register(Ttl("a"));

        var rejected = Assert.IsType<Rejected>(Change([.. Enumerable.Range(0, InstanceLimits.Checks).Select(i => Ttl($"c{i}"))], []));

        Assert.Contains(rejected.Faults, f => f.Field == "checks" && f.Value == $"{InstanceLimits.Checks + 1}");
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
        Assert.IsType<CheckNotFound>(Change([Ttl("b")], ["x"]));
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
    }

    [Fact]
    public void First_named_check_names_the_one_that_was_there()
    {
        _node.Do(new Register(Record() with { Health = Lease, Status = InstanceStatus.Passing }, Consistency.Local, TimeSpan.Zero));

        Change([new NamedCheck { Id = "maintenance", Status = InstanceStatus.Critical }], []);

        Assert.Equal(["service:o-1", "maintenance"], Held.Checks.Select(c => c.Id));
        Assert.Equal(InstanceStatus.Critical, Held.Status);
        _node.Do(new Renew(Key, InstanceStatus.Warning, ""));
        Assert.Equal(InstanceStatus.Warning, Held.Checks[0].Status);
    }

    [Fact]
    public void Transition_of_a_check_changes_the_worst_and_is_told()
    {
        Register(Ttl("a") with { Status = InstanceStatus.Passing }, Ttl("b") with { Status = InstanceStatus.Warning });

        _node.Step(new RegistryInput.CheckChanged(
            new(Key, "a", InstanceStatus.Critical, new(Causes.LeaseExpired, "test", "silent"))));
        _node.Step(new RegistryInput.CheckChanged(new(Key, "gone", InstanceStatus.Passing, Because)));

        Assert.Equal(InstanceStatus.Critical, Held.Status);
        Assert.Contains(_node.Core.Events.Of(Key), e => e.Change == "warning → critical" && e.Evidence.Detail == "check 'a': silent");
    }

    [Fact]
    public void Alias_follows_its_instance_and_those_that_follow_it()
    {
        RegisterAs("o-2", Alias("o-1"));
        RegisterAs("o-3", Alias("o-2"));
        Assert.Equal(InstanceStatus.Critical, StatusOf("o-3"));

        Register(Ttl("a") with { Status = InstanceStatus.Warning });

        Assert.Equal([InstanceStatus.Warning, InstanceStatus.Warning], [StatusOf("o-2"), StatusOf("o-3")]);
        _node.Do(new Deregister(Key, Because));
        Assert.Equal([InstanceStatus.Critical, InstanceStatus.Critical], [StatusOf("o-2"), StatusOf("o-3")]);
    }

    [Fact]
    public void Two_that_follow_each_other_come_to_an_end()
    {
        RegisterAs("o-2", Alias("o-3"));
        RegisterAs("o-3", Alias("o-2"));

        Assert.Equal([InstanceStatus.Critical, InstanceStatus.Critical], [StatusOf("o-2"), StatusOf("o-3")]);
    }

    [Fact]
    public void Status_that_the_checks_contradict_cannot_be_set_but_draining_can()
    {
        Register(new NamedCheck { Id = "m", Status = InstanceStatus.Critical });

        Assert.IsType<Rejected>(_node.Ask(new SetStatus(Key, InstanceStatus.Passing, Because)));
        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, InstanceStatus.Draining, Because)));

        Assert.Equal(InstanceStatus.Draining, Held.Status);
    }

    [Fact]
    public void Deregistration_of_a_silent_owners_instance_lasts_over_the_removal_of_that_owner()
    {
        Foreign(Record() with { Life = Lifetime.Floating });
        _node.Suspect(Other, Because);

        Assert.IsType<Deregistered>(_node.Ask(new Deregister(Key, Because)));
        _node.Step(RegistryInput.Tick.Instance);
        Assert.Null(_node.Core.View.Winner(Key));
        _node.Step(new RegistryInput.MemberRemoved(Other, Because));
        _node.Step(RegistryInput.Tick.Instance);

        Assert.Empty(_node.Registrations);
        Assert.Null(_node.Core.View.Winner(Key));
    }

    private static NamedCheck Ttl(string id) => new() { Id = id, Terms = Lease };

    private static NamedCheck Alias(string id) => new() { Id = "alias", Terms = new() { Kind = HealthKind.Alias, Target = id } };

    private static ServiceInstance Record(params NamedCheck[] checks) => Some.Record(Key) with { Checks = [.. checks], Claim = 1 };

    private InstanceStatus StatusOf(string id) => _node.Registrations[Some.Key("orders", id)].Status;

    private void RegisterAs(string id, NamedCheck check) => _node.Do(
        new Register(Record(check) with { Id = InstanceId.Parse(id) }, Consistency.Local, TimeSpan.Zero));

    private void Register(params NamedCheck[] checks) =>
        _node.Do(new Register(Record(checks), Consistency.Local, TimeSpan.Zero));

    private IReply Update(string checkId, InstanceStatus status) => _node.Ask(new UpdateCheck(Key, checkId, status, "word"));

    private IReply Change(ValueList<NamedCheck> put, ValueList<string> remove) =>
        _node.Ask(new ChangeChecks(Key, put, remove, Because));

    private void Foreign(ServiceInstance record) => _node.Foreign(record);
}
