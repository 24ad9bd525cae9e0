using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>A drain, a status that was set and maintenance stay until an operator takes them back.</summary>
public sealed class OperatorsWordTests
{
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "its disk is being replaced");
    private static readonly NamedCheck Maintenance = new() { Id = "_service_maintenance:o-1", Status = InstanceStatus.Critical };
    private static readonly HealthTerms Lease = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };
    private static readonly HealthTerms Tcp = new()
    {
        Kind = HealthKind.Tcp,
        Target = "10.0.0.1:1",
        Interval = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(1),
    };

    private readonly RegistryNode _node = new();

    private ServiceInstance Held => _node.Registrations[Key];

    [Theory]
    [InlineData(Lifetime.Leased)]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Floating)]
    public void Drain_is_not_undone_by_a_registration_at_another_node(Lifetime life)
    {
        _node.Foreign(Record() with { Life = life, Status = InstanceStatus.Draining });

        Register(Record() with { Life = life });

        Assert.Equal(InstanceStatus.Draining, Held.Status);
    }

    [Fact]
    public void Drain_of_an_owned_instance_ends_with_its_process()
    {
        _node.Foreign(Record() with { Status = InstanceStatus.Draining });

        Register(Record());

        Assert.Equal(InstanceStatus.Passing, Held.Status);
    }

    [Fact]
    public void Drain_ends_with_a_deregistration()
    {
        Register(Floating());
        _node.Do(new Drain(Key, TimeSpan.Zero));
        _node.Do(new Deregister(Key, Because));

        Register(Floating());

        Assert.Equal(InstanceStatus.Passing, Held.Status);
    }

    [Fact]
    public void Drain_is_not_undone_by_a_renewal_that_adopts()
    {
        _node.Foreign(Record() with { Health = Lease, Life = Lifetime.Leased, Status = InstanceStatus.Draining });
        _node.Suspect(RegistryNode.Other, Because);

        Assert.IsType<Renewed>(_node.Ask(new Renew(Key, InstanceStatus.Passing, "")));

        Assert.Equal(InstanceStatus.Draining, Held.Status);
    }

    [Fact]
    public void What_was_ordered_is_not_undone_by_an_adoption_after_the_removal_of_the_owner()
    {
        _node.Foreign(Floating() with { Status = InstanceStatus.Draining, Checks = [Maintenance] });

        _node.Step(new RegistryInput.MemberRemoved(RegistryNode.Other, Because));
        _node.Step(RegistryInput.Tick.Instance);

        Assert.Equal((InstanceStatus.Draining, Maintenance), (Held.Status, Assert.Single(Held.Checks)));
    }

    [Fact]
    public void Maintenance_and_a_set_status_are_not_undone_by_a_registration_at_another_node()
    {
        var terms = new NamedCheck { Id = "ttl", Terms = Lease, Status = InstanceStatus.Passing };
        _node.Foreign(Floating() with { Checks = [terms, Maintenance], Status = InstanceStatus.Critical });

        Register(Floating() with { Checks = [terms] });

        Assert.Equal(["_service_maintenance:o-1", "ttl"], Held.Checks.Select(c => c.Id).Order());
        Assert.Equal(InstanceStatus.Critical, Held.Status);
    }

    [Fact]
    public void What_was_ordered_is_back_from_the_disk()
    {
        var stored = Floating() with { Health = Tcp, Status = InstanceStatus.Draining, Claim = 7 };

        _node.Do(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        Register(stored with { Status = InstanceStatus.Starting });

        Assert.Equal((InstanceStatus.Draining, 7L), (Held.Status, Held.Claim));
    }

    [Fact]
    public void What_was_ordered_counts_where_the_client_was_quicker_than_the_disk()
    {
        Register(Floating());
        var stored = Floating() with { Claim = 7, Status = InstanceStatus.Draining, Checks = [Maintenance] };

        _node.Do(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });

        Assert.Equal((InstanceStatus.Draining, RegistryNode.StartClaim + ClaimSteps.Order), (Held.Status, Held.Claim));
        Assert.Equal([Maintenance], Held.Checks);
    }

    [Fact]
    public void What_was_taken_back_while_the_disk_slept_stays_so()
    {
        var stored = Floating() with { Claim = 7, Status = InstanceStatus.Draining, RegisteredAt = RegistryNode.Start };
        _node.Do(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        _node.Do(new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true });

        _node.Do(new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });

        Assert.Equal(InstanceStatus.Passing, Held.Status);
    }

    [Theory]
    [InlineData(InstanceStatus.Critical)]
    [InlineData(InstanceStatus.Warning)]
    public void Set_status_stays_over_renewals_results_and_registrations_until_it_is_taken_back(InstanceStatus status)
    {
        var record = Record() with { Health = Lease, Life = Lifetime.Leased };
        Register(record);

        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, status, Because)));
        _node.Do(new Renew(Key, InstanceStatus.Passing, ""));
        _node.Step(new RegistryInput.HealthChanged(new(Key, InstanceStatus.Passing, Because)));
        Register(record);
        Assert.Equal(status, Held.Status);
        Assert.Contains(Held.Checks, c => c.Notes == Because.Detail);

        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, InstanceStatus.Critical, Because) { TakesBack = true }));
        Assert.Equal((InstanceStatus.Passing, Lease, 0), (Held.Status, Held.Health, Held.Checks.Count));
    }

    [Fact]
    public void What_is_found_beneath_a_set_status_counts_once_it_is_taken_back()
    {
        Register(Floating() with { Checks = [new NamedCheck { Id = "c", Terms = Tcp, Status = InstanceStatus.Passing }] });
        _node.Do(new SetStatus(Key, InstanceStatus.Warning, Because));

        _node.Step(new RegistryInput.CheckChanged(new(Key, "c", InstanceStatus.Critical, Because)));
        Assert.Equal(InstanceStatus.Critical, Held.Status);
        _node.Step(new RegistryInput.CheckChanged(new(Key, "c", InstanceStatus.Passing, Because)));
        Assert.Equal(InstanceStatus.Warning, Held.Status);
        _node.Do(new SetStatus(Key, InstanceStatus.Warning, Because) { TakesBack = true });

        Assert.Equal(InstanceStatus.Passing, Held.Status);
        Assert.Equal("c", Assert.Single(Held.Checks).Id);
    }

    [Fact]
    public void Passing_takes_back_what_was_set_and_ends_a_drain()
    {
        Register(Floating());
        _node.Do(new SetStatus(Key, InstanceStatus.Critical, Because));
        _node.Do(new Drain(Key, TimeSpan.Zero));

        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, InstanceStatus.Passing, Because)));

        Assert.Equal((InstanceStatus.Passing, 0), (Held.Status, Held.Checks.Count));
    }

    [Fact]
    public void Undrain_leaves_a_status_that_was_set()
    {
        Register(Floating());
        _node.Do(new SetStatus(Key, InstanceStatus.Critical, Because));
        _node.Do(new Drain(Key, TimeSpan.Zero));
        Assert.Equal(InstanceStatus.Draining, Held.Status);

        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true }));

        Assert.Equal(InstanceStatus.Critical, Held.Status);
    }

    [Fact]
    public void Undrain_of_a_checked_instance_waits_for_its_check()
    {
        Register(Floating() with { Health = Tcp, Status = InstanceStatus.Passing });
        _node.Do(new Drain(Key, TimeSpan.Zero));

        _node.Do(new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true });

        Assert.Equal(InstanceStatus.Starting, Held.Status);
        Assert.Equal(InstanceStatus.Starting, Assert.IsType<HeartbeatProtocol.Track>(Assert.Single(_node.Orders)).Instance.Status);
    }

    [Fact]
    public void Undrain_of_what_does_not_drain_changes_nothing()
    {
        Register(Floating());

        Assert.IsType<StatusSet>(_node.Ask(new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true }));

        Assert.Empty(_node.Written);
    }

    [Fact]
    public void Anchored_instance_is_drained_and_set_while_its_node_is_away_and_stays_so_when_it_is_back()
    {
        var mesh = new RegistryMesh(2);
        var (one, two) = (Some.Key(1), Some.Key(2));
        mesh.Register(0, one, Lifetime.Anchored);
        mesh.Register(0, two, Lifetime.Anchored);
        mesh.End(0);

        mesh.Ask(1, new Drain(one, TimeSpan.Zero));
        Assert.IsType<StatusSet>(mesh.Ask(1, new SetStatus(two, InstanceStatus.Critical, Because)));
        Assert.Equal((InstanceStatus.Draining, Standing.Unreachable), (mesh.Shown(1, one)!.Instance.Status, mesh.Shown(1, one)!.Standing));
        mesh.Start(0);
        mesh.Pass(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));

        foreach (var node in (int[])[0, 1])
        {
            Assert.Equal("10.0.0.1:4053", mesh.Shown(node, one)!.Owner.Address);
            Assert.Equal(InstanceStatus.Draining, mesh.Shown(node, one)!.Instance.Status);
            Assert.Equal(InstanceStatus.Critical, mesh.Shown(node, two)!.Instance.Status);
        }

        Assert.IsType<StatusSet>(mesh.Ask(0, new SetStatus(one, InstanceStatus.Draining, Because) { TakesBack = true }));
        Assert.Equal(InstanceStatus.Passing, mesh.Shown(1, one)!.Instance.Status);
    }

    [Fact]
    public void Check_of_an_anchored_instance_is_removed_while_its_node_is_away()
    {
        _node.Foreign(Record() with
        {
            Life = Lifetime.Anchored,
            Home = RegistryNode.Other.Address,
            Checks = [new NamedCheck { Id = "a", Terms = Tcp }, new NamedCheck { Id = "b", Terms = Tcp }],
        });
        _node.Step(new RegistryInput.MemberRemoved(RegistryNode.Other, Because));
        _node.Step(RegistryInput.Tick.Instance);

        Assert.IsType<ChecksChanged>(_node.Ask(new ChangeChecks(Key, [], ["a"], Because)));

        var shown = _node.Core.View.Winner(Key)!;
        Assert.Equal((RegistryNode.Other.Address, InstanceStatus.Critical), (shown.Owner.Address, shown.Instance.Status));
        Assert.Equal("b", Assert.Single(shown.Instance.Checks).Id);
        Assert.Empty(_node.Registrations);
        Assert.Empty(_node.Orders);
    }

    private static ServiceInstance Record() => Some.Record(Key);

    private static ServiceInstance Floating() => Record() with { Life = Lifetime.Floating };

    private void Register(ServiceInstance record) =>
        Assert.IsType<Registered>(_node.Ask(new Register(record, Consistency.Local, TimeSpan.Zero)));
}
