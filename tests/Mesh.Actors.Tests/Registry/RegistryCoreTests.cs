using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

public sealed class RegistryCoreTests
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Other = Some.Owner(1);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly DateTimeOffset Wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");

    private readonly RegistryCore _core = Core(ImmutableDictionary<InstanceKey, ServiceInstance>.Empty);

    [Fact]
    public void Register_is_answered_after_the_flush_with_its_revision()
    {
        var answer = Assert.IsType<Decision.Answer>(Register(Some.Record(Key)));
        Assert.Equal(new Registered(Key, 7, 1, true), answer.Reply(7));
        Assert.Equal(1, _core.Book[Key].Claim);
        Assert.Equal(Wall, _core.Book[Key].RegisteredAt);
        Assert.IsType<HeartbeatProtocol.Track>(Assert.Single(_core.TakeHeartbeatOrders()));
    }

    [Fact]
    public void Register_out_of_bounds_names_the_field_and_changes_nothing()
    {
        var bad = Some.Record(Key) with { Port = 70_000, Host = "" };
        var rejected = Assert.IsType<Rejected>(Assert.IsType<Decision.Answer>(Register(bad)).Reply(1));
        Assert.Contains(rejected.Faults, f => f is { Field: "port", Value: "70000" });
        Assert.Contains(rejected.Faults, f => f.Field == "host");
        Assert.Empty(_core.Book);
    }

    [Fact]
    public void Registering_the_same_again_writes_nothing()
    {
        Register(Some.Record(Key));
        _core.View.TakeWritten();
        Register(Some.Record(Key));
        Assert.Empty(_core.View.TakeWritten());
    }

    [Fact]
    public void Registering_a_checked_instance_again_keeps_its_status()
    {
        var terms = new HealthTerms { Kind = HealthKind.Tcp, Target = "127.0.0.1:1", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) };
        var record = Some.Record(Key, status: InstanceStatus.Starting) with { Health = terms };
        Register(record);
        _core.HealthChanged(new(Key, InstanceStatus.Passing, Because), Wall);
        Register(record);
        Assert.Equal(InstanceStatus.Passing, _core.Book[Key].Status);
    }

    [Fact]
    public void Claim_is_one_above_the_highest_seen()
    {
        Foreign(claim: 41);
        Register(Some.Record(Key));
        Assert.Equal(42, _core.Book[Key].Claim);
        Assert.Equal(Self, Assert.Single(Flush()).Instance!.Owner);
    }

    [Fact]
    public void Lost_claim_is_withdrawn()
    {
        Register(Some.Record(Key));
        Flush();
        Foreign(claim: 2);
        _core.YieldLostClaims(Flush().Select(c => c.Instance!.Instance.Key), Wall);
        Assert.Empty(_core.Book);
        Assert.Contains(_core.TakeHeartbeatOrders(), o => o is HeartbeatProtocol.Untrack);
        Flush();
        Assert.Equal(Other, _core.View.Find(Key)!.Owner);
        Assert.Contains(_core.EventsOf(Key), e => e.Evidence.Cause == Causes.ClaimLost);
    }

    [Fact]
    public void Commands_for_another_nodes_instance_go_to_its_owner()
    {
        Foreign(claim: 1);
        Flush();
        Assert.Equal(new Decision.Forward(Other), _core.Deregister(new(Key, Because), Wall));
        Assert.Equal(new Decision.Forward(Other), _core.Renew(new(Key, InstanceStatus.Passing, ""), Wall));
        Assert.Equal(new Decision.Forward(Other), _core.SetStatus(new(Key, InstanceStatus.Critical, Because), Wall));
        Assert.Equal(new Decision.Forward(Other), _core.Drain(new(Key, TimeSpan.Zero), Wall));
    }

    [Fact]
    public void Renewal_adopts_when_the_owner_is_silent_and_after_it_was_removed()
    {
        Foreign(claim: 1);
        Flush();
        _core.SetMember(Other, Standing.Suspect, Because, Wall);
        Assert.IsType<Decision.Answer>(_core.Renew(new(Key, InstanceStatus.Passing, ""), Wall));
        Assert.Equal(2, _core.Book[Key].Claim);
        Assert.Equal(Self, Assert.Single(Flush()).Instance!.Owner);
    }

    [Fact]
    public void Renewal_adopts_a_record_of_a_removed_owner()
    {
        Foreign(claim: 1);
        Flush();
        _core.RemoveMember(Other, Because, TimeSpan.Zero, Wall);
        Assert.Equal(ChangeKind.Removed, Assert.Single(Flush()).Kind);
        Assert.IsType<Renewed>(Assert.IsType<Decision.Answer>(_core.Renew(new(Key, InstanceStatus.Passing, ""), Wall)).Reply(1));
        Assert.Equal(Self, Assert.Single(Flush()).Instance!.Owner);
    }

    [Fact]
    public void Kept_instance_of_a_removed_owner_is_adopted_without_being_asked()
    {
        Foreign(claim: 1, kept: true);
        Flush();
        _core.RemoveMember(Other, Because, TimeSpan.Zero, Wall);
        _core.AdoptOrphans(TimeSpan.Zero, Wall);
        Assert.True(_core.Book[Key].Kept);
        Assert.Equal(Self, Assert.Single(Flush()).Instance!.Owner);
    }

    [Fact]
    public void Unknown_instance_is_not_found()
    {
        var reply = Assert.IsType<Decision.Answer>(_core.Renew(new(Key, InstanceStatus.Passing, ""), Wall)).Reply(3);
        Assert.Equal(new InstanceNotFound(Key, 3), reply);
    }

    [Fact]
    public void Health_transition_is_written_once_and_does_not_undo_draining()
    {
        Register(Some.Record(Key));
        _core.HealthChanged(new(Key, InstanceStatus.Critical, Because), Wall);
        Assert.Equal(InstanceStatus.Critical, _core.Book[Key].Status);
        Assert.IsType<Decision.Confirm>(_core.Drain(new(Key, TimeSpan.FromSeconds(1)), Wall));
        _core.HealthChanged(new(Key, InstanceStatus.Passing, Because), Wall);
        Assert.Equal(InstanceStatus.Draining, _core.Book[Key].Status);
    }

    [Fact]
    public void Lapsed_instance_is_removed_with_its_evidence()
    {
        Register(Some.Record(Key));
        _core.Lapsed(new(Key, new Evidence(Causes.DeregisterTime, "test", "60 s critical")), Wall);
        Assert.Empty(_core.Book);
        Assert.Equal(Causes.DeregisterTime, _core.EventsOf(Key)[^1].Evidence.Cause);
    }

    [Fact]
    public void New_incarnation_asserts_the_book()
    {
        var book = ImmutableDictionary<InstanceKey, ServiceInstance>.Empty.Add(Key, Some.Record(Key, 3));
        var core = Core(book);
        var change = Assert.Single(core.View.Flush(1, Selections.Context()).Changes);
        Assert.Equal((ChangeKind.Added, 3L), (change.Kind, change.Instance!.Instance.Claim));
        Assert.IsType<HeartbeatProtocol.Track>(Assert.Single(core.TakeHeartbeatOrders()));
    }

    private static RegistryCore Core(ImmutableDictionary<InstanceKey, ServiceInstance> book)
    {
        var view = new CatalogView(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]);
        return new RegistryCore(Self, view, book, Wall);
    }

    private Decision Register(ServiceInstance record) => _core.Register(new(record, Consistency.Local, TimeSpan.Zero), Wall);

    private ImmutableArray<CatalogChange> Flush() => _core.View.Flush(1, Selections.Context()).Changes;

    private void Foreign(long claim, bool kept = false)
    {
        _core.View.SetMember(Other, Standing.Confirmed);
        var record = Some.Record(Key, claim) with { Kept = kept, Health = new HealthTerms { Kind = kept ? HealthKind.None : HealthKind.Ttl } };
        _core.View.Merge(new(BucketKeys.IndexOf(Key, 64), InstanceBucket.Of(Other, new BucketEvent(1, Key, record))));
    }
}
