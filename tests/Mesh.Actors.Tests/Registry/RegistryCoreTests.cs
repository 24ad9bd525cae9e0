using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public sealed class RegistryCoreTests
{
    private static readonly Owner Self = RegistryNode.Self;
    private static readonly Owner Other = RegistryNode.Other;
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");

    private readonly RegistryNode _node = new();

    [Fact]
    public void Register_is_answered_after_the_flush_with_its_revision()
    {
        var answer = _node.Ask(new Register(Some.Record(Key), Consistency.Local, TimeSpan.Zero));
        Assert.Equal(new Registered(Key, _node.Revision, 1, true) { Claim = RegistryNode.StartClaim }, answer);
        Assert.True(_node.Revision > 1);
        Assert.Equal(RegistryNode.StartClaim, _node.Registrations[Key].Claim);
        Assert.Equal(RegistryNode.Start, _node.Registrations[Key].RegisteredAt);
        Assert.IsType<HeartbeatProtocol.Track>(Assert.Single(_node.Orders));
    }

    [Fact]
    public void Register_out_of_bounds_names_the_field_and_changes_nothing()
    {
        var bad = Some.Record(Key) with { Port = 70_000, Host = "" };
        var rejected = Assert.IsType<Rejected>(_node.Ask(new Register(bad, Consistency.Local, TimeSpan.Zero)));
        Assert.Contains(rejected.Faults, f => f is { Field: "port", Value: "70000" });
        Assert.Contains(rejected.Faults, f => f.Field == "host");
        Assert.Empty(_node.Registrations);
    }

    [Fact]
    public void Registering_the_same_again_writes_nothing()
    {
        Register(Some.Record(Key));
        Assert.Single(_node.Written);
        Register(Some.Record(Key));
        Assert.Empty(_node.Written);
    }

    [Fact]
    public void Registering_a_checked_instance_again_keeps_its_status()
    {
        var terms = new HealthTerms { Kind = HealthKind.Tcp, Target = "127.0.0.1:1", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) };
        var record = Some.Record(Key, status: InstanceStatus.Starting) with { Health = terms };
        Register(record);
        _node.Step(new RegistryInput.HealthChanged(new(Key, InstanceStatus.Passing, Because)));
        Register(record);
        Assert.Equal(InstanceStatus.Passing, _node.Registrations[Key].Status);
    }

    [Fact]
    public void Claim_is_a_step_above_the_highest_seen_and_no_less_than_the_wall_clock()
    {
        Foreign(claim: RegistryNode.StartClaim + 41);
        Register(Some.Record(Key));
        // Of the next that are more, the first that is a multiple of the step.
        Assert.Equal(RegistryNode.StartClaim + (2 * 1_024), _node.Registrations[Key].Claim);
        Assert.Equal(Self, Assert.Single(_node.Changes).Instance!.Owner);
    }

    [Fact]
    public void Lost_claim_is_withdrawn()
    {
        Register(Some.Record(Key));
        Foreign(claim: RegistryNode.StartClaim + 1);
        Assert.Empty(_node.Registrations);
        Assert.Contains(_node.Orders, o => o is HeartbeatProtocol.Untrack);
        Assert.Equal(Other, _node.Core.View.Find(Key)!.Owner);
        Assert.Contains(_node.Core.Events.Of(Key), e => e.Evidence.Cause == Causes.ClaimLost);
    }

    [Fact]
    public void Commands_for_another_nodes_instance_go_to_its_owner()
    {
        Foreign(claim: 1);
        Assert.Equal(Other, _node.Forwards(new Renew(Key, InstanceStatus.Passing, "")));
        Assert.Equal(Other, _node.Forwards(new SetStatus(Key, InstanceStatus.Critical, Because)));
        Assert.Equal(Other, _node.Forwards(new Drain(Key, TimeSpan.Zero)));
    }

    [Fact]
    public void Deregistration_at_any_node_is_a_claim_and_gone_when_answered()
    {
        Foreign(claim: 1);
        Assert.IsType<Deregistered>(_node.Ask(new Deregister(Key, Because)));
        Assert.Equal(ChangeKind.Removed, Assert.Single(_node.Changes).Kind);
        Assert.Null(_node.Core.View.Winner(Key));
        Assert.IsType<InstanceNotFound>(_node.Ask(new Deregister(Key, Because)));
    }

    [Fact]
    public void Renewal_adopts_when_the_owner_is_silent_and_after_it_was_removed()
    {
        Foreign(claim: 1);
        _node.Suspect(Other, Because);
        Assert.IsType<Renewed>(_node.Ask(new Renew(Key, InstanceStatus.Passing, "")));
        Assert.Equal(3, _node.Registrations[Key].Claim);
        Assert.Equal(Self, Assert.Single(_node.Changes).Instance!.Owner);
    }

    [Fact]
    public void Renewal_adopts_a_record_of_a_removed_owner()
    {
        Foreign(claim: 1);
        _node.Step(new RegistryInput.MemberRemoved(Other, Because));
        Assert.Equal((ChangeKind.Updated, Self), (Assert.Single(_node.Changes).Kind, Assert.Single(_node.Changes).Instance!.Owner));
        Assert.IsType<Renewed>(_node.Ask(new Renew(Key, InstanceStatus.Passing, "")));
        Assert.Equal(Self, _node.Core.View.Find(Key)!.Owner);
    }

    [Fact]
    public void Kept_instance_of_a_removed_owner_is_adopted_without_being_asked()
    {
        Foreign(claim: 1, kept: true);
        _node.Step(new RegistryInput.MemberRemoved(Other, Because));
        Assert.Equal(Lifetime.Floating, _node.Registrations[Key].Life);
        Assert.Equal(Self, Assert.Single(_node.Changes).Instance!.Owner);
    }

    [Fact]
    public void Unknown_instance_is_not_found()
    {
        var reply = _node.Ask(new Renew(Key, InstanceStatus.Passing, ""));
        Assert.Equal(new InstanceNotFound(Key, _node.Revision), reply);
    }

    [Fact]
    public void Health_transition_is_written_once_and_does_not_undo_draining()
    {
        Register(Some.Record(Key));
        _node.Step(new RegistryInput.HealthChanged(new(Key, InstanceStatus.Critical, Because)));
        Assert.Equal(InstanceStatus.Critical, _node.Registrations[Key].Status);
        Assert.IsType<Drained>(_node.Ask(new Drain(Key, TimeSpan.FromSeconds(1))));
        _node.Step(new RegistryInput.HealthChanged(new(Key, InstanceStatus.Passing, Because)));
        Assert.Equal(InstanceStatus.Draining, _node.Registrations[Key].Status);
    }

    [Fact]
    public void Lapsed_instance_is_removed_with_its_evidence()
    {
        Register(Some.Record(Key));
        _node.Step(new RegistryInput.Lapsed(new(Key, new Evidence(Causes.DeregisterTime, "test", "60 s critical"))));
        Assert.Empty(_node.Registrations);
        Assert.Equal(Causes.DeregisterTime, _node.Core.Events.Of(Key)[^1].Evidence.Cause);
    }

    [Fact]
    public void New_incarnation_asserts_what_was_registered()
    {
        var registrations = ImmutableDictionary<InstanceKey, ServiceInstance>.Empty.Add(Key, Some.Record(Key, 3));
        var node = new RegistryNode(registrations);
        var change = Assert.Single(node.Changes);
        Assert.Equal((ChangeKind.Added, 3L), (change.Kind, change.Instance!.Instance.Claim));
        Assert.IsType<HeartbeatProtocol.Track>(Assert.Single(node.Orders));
    }

    private RegistryNode Register(ServiceInstance record) => _node.Do(new Register(record, Consistency.Local, TimeSpan.Zero));

    private void Foreign(long claim, bool kept = false) => _node.Foreign(
        Some.Record(Key, claim) with { Life = kept ? Lifetime.Floating : Lifetime.Leased, Health = new HealthTerms { Kind = kept ? HealthKind.None : HealthKind.Ttl } });
}
