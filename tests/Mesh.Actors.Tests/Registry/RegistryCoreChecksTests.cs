using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public sealed class RegistryCoreChecksTests
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Other = Some.Owner(1);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly DateTimeOffset Wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly HealthTerms Lease = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };

    private readonly RegistryCore _core = new(
        Self,
        new CatalogView(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]),
        ImmutableDictionary<InstanceKey, ServiceInstance>.Empty,
        Wall);

    private ServiceInstance Held => _core.Book[Key];

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

        _core.Register(new(Record(Ttl("c")), Consistency.Local, TimeSpan.Zero) { KeepsChecks = true }, Wall);
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
        _core.TakeHeartbeatOrders();

        Assert.Equal(new CheckUpdated(Key, 7), Reply(Update("a", InstanceStatus.Warning)));

        Assert.Equal(InstanceStatus.Warning, Held.Status);
        Assert.Equal(
            new HeartbeatProtocol.UpdateCheck(Key, "a", InstanceStatus.Warning, "word"), Assert.Single(_core.TakeHeartbeatOrders()));
    }

    [Fact]
    public void Update_of_what_waits_for_nobody_is_not_found()
    {
        Register(Ttl("a"), new NamedCheck { Id = "m", Status = InstanceStatus.Passing });

        Assert.Equal(new CheckNotFound(Key, "x", 7), Reply(Update("x", InstanceStatus.Passing)));
        Assert.Equal(new CheckNotFound(Key, "m", 7), Reply(Update("m", InstanceStatus.Passing)));
        Assert.IsType<Rejected>(Reply(Update("a", InstanceStatus.Draining)));
    }

    [Fact]
    public void Update_goes_to_the_owner_or_adopts_when_that_is_silent()
    {
        Foreign(Record(Ttl("a") with { Status = InstanceStatus.Passing }, new NamedCheck { Id = "n", Status = InstanceStatus.Critical, OfNode = true }));
        Assert.Equal(new Decision.Forward(Other), Update("a", InstanceStatus.Warning));
        Assert.Equal(new Decision.Forward(Other), _core.ChangeChecks(new(Key, [], ["a"], Because), Wall));

        _core.SetMember(Other, Standing.Suspect, Because, Wall);
        Assert.IsType<CheckUpdated>(Reply(Update("a", InstanceStatus.Warning)));

        Assert.Equal((2L, InstanceStatus.Warning), (Held.Claim, Held.Status));
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
    }

    [Fact]
    public void Update_of_an_unknown_check_adopts_nothing()
    {
        Foreign(Record(Ttl("a")));
        _core.SetMember(Other, Standing.Suspect, Because, Wall);

        Assert.IsType<CheckNotFound>(Reply(Update("x", InstanceStatus.Passing)));

        Assert.Empty(_core.Book);
    }

    [Fact]
    public void Change_out_of_bounds_changes_nothing()
    {
        Register(Ttl("a"));

        var rejected = Assert.IsType<Rejected>(Reply(Change([.. Enumerable.Range(0, 16).Select(i => Ttl($"c{i}"))], [])));

        Assert.Contains(rejected.Faults, f => f is { Field: "checks", Value: "17" });
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
        Assert.IsType<CheckNotFound>(Reply(Change([Ttl("b")], ["x"])));
        Assert.Equal(["a"], Held.Checks.Select(c => c.Id));
    }

    [Fact]
    public void First_named_check_names_the_one_that_was_there()
    {
        _core.Register(new(Record() with { Health = Lease, Status = InstanceStatus.Passing }, Consistency.Local, TimeSpan.Zero), Wall);

        Change([new NamedCheck { Id = "maintenance", Status = InstanceStatus.Critical }], []);

        Assert.Equal(["service:o-1", "maintenance"], Held.Checks.Select(c => c.Id));
        Assert.Equal(InstanceStatus.Critical, Held.Status);
        _core.Renew(new(Key, InstanceStatus.Warning, ""), Wall);
        Assert.Equal(InstanceStatus.Warning, Held.Checks[0].Status);
    }

    [Fact]
    public void Transition_of_a_check_changes_the_worst_and_is_told()
    {
        Register(Ttl("a") with { Status = InstanceStatus.Passing }, Ttl("b") with { Status = InstanceStatus.Warning });

        _core.CheckChanged(new(Key, "a", InstanceStatus.Critical, new(Causes.LeaseExpired, "test", "silent")), Wall);
        _core.CheckChanged(new(Key, "gone", InstanceStatus.Passing, Because), Wall);

        Assert.Equal(InstanceStatus.Critical, Held.Status);
        Assert.Contains(_core.EventsOf(Key), e => e.Change == "warning → critical" && e.Evidence.Detail == "check 'a': silent");
    }

    [Fact]
    public void Alias_follows_its_instance_and_those_that_follow_it()
    {
        RegisterAs("o-2", Alias("o-1"));
        RegisterAs("o-3", Alias("o-2"));
        _core.FollowAliases(Wall);
        Assert.Equal(InstanceStatus.Critical, StatusOf("o-3"));

        Register(Ttl("a") with { Status = InstanceStatus.Warning });
        _core.FollowAliases(Wall);

        Assert.Equal([InstanceStatus.Warning, InstanceStatus.Warning], [StatusOf("o-2"), StatusOf("o-3")]);
        _core.Deregister(new(Key, Because), Wall);
        _core.FollowAliases(Wall);
        Assert.Equal([InstanceStatus.Critical, InstanceStatus.Critical], [StatusOf("o-2"), StatusOf("o-3")]);
    }

    [Fact]
    public void Two_that_follow_each_other_come_to_an_end()
    {
        RegisterAs("o-2", Alias("o-3"));
        RegisterAs("o-3", Alias("o-2"));

        _core.FollowAliases(Wall);

        Assert.Equal([InstanceStatus.Critical, InstanceStatus.Critical], [StatusOf("o-2"), StatusOf("o-3")]);
    }

    [Fact]
    public void Status_that_the_checks_contradict_cannot_be_set_but_draining_can()
    {
        Register(new NamedCheck { Id = "m", Status = InstanceStatus.Critical });

        Assert.IsType<Rejected>(Reply(_core.SetStatus(new(Key, InstanceStatus.Passing, Because), Wall)));
        Assert.IsType<StatusSet>(Reply(_core.SetStatus(new(Key, InstanceStatus.Draining, Because), Wall)));

        Assert.Equal(InstanceStatus.Draining, Held.Status);
    }

    [Fact]
    public void Deregistration_of_a_silent_owners_instance_lasts_over_the_removal_of_that_owner()
    {
        Foreign(Record() with { Kept = true });
        _core.SetMember(Other, Standing.Suspect, Because, Wall);

        Assert.IsType<Deregistered>(Reply(_core.Deregister(new(Key, Because), Wall)));
        _core.AdoptOrphans(TimeSpan.Zero, Wall);
        Assert.Equal(InstanceStatus.Draining, Held.Status);
        _core.RemoveMember(Other, Because, TimeSpan.Zero, Wall);
        _core.AdoptOrphans(TimeSpan.Zero, Wall);

        Assert.Empty(_core.Book);
        Assert.Null(_core.View.Winner(Key));
    }

    private static NamedCheck Ttl(string id) => new() { Id = id, Terms = Lease };

    private static NamedCheck Alias(string id) => new() { Id = "alias", Terms = new() { Kind = HealthKind.Alias, Target = id } };

    private static ServiceInstance Record(params NamedCheck[] checks) => Some.Record(Key) with { Checks = [.. checks], Claim = 1 };

    private static object Reply(Decision decision) => Assert.IsType<Decision.Answer>(decision).Reply(7);

    private InstanceStatus StatusOf(string id) => _core.Book[Some.Key("orders", id)].Status;

    private void RegisterAs(string id, NamedCheck check) => _core.Register(
        new(Record(check) with { Id = InstanceId.Parse(id) }, Consistency.Local, TimeSpan.Zero), Wall);

    private void Register(params NamedCheck[] checks) =>
        _core.Register(new(Record(checks), Consistency.Local, TimeSpan.Zero), Wall);

    private Decision Update(string checkId, InstanceStatus status) =>
        _core.UpdateCheck(new(Key, checkId, status, "word"), Wall);

    private Decision Change(ValueList<NamedCheck> put, ValueList<string> remove) =>
        _core.ChangeChecks(new(Key, put, remove, Because), Wall);

    private void Foreign(ServiceInstance record)
    {
        _core.View.SetMember(Other, Standing.Confirmed);
        _core.View.Merge(new(BucketKeys.IndexOf(Key, 64), InstanceBucket.Of(Other, new BucketEvent<InstanceKey, ServiceInstance>(1, Key, record))));
        _core.View.Flush(1, Selections.Context());
    }
}
