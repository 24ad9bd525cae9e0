using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>
/// What counts as another registration, by its claim: other contents do, and hold against copies of the former ones; results of checks,
/// orders and adoptions do not.
/// </summary>
public sealed class RegistrationClaimTests
{
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "its disk is being replaced");

    private readonly RegistryNode _node = new();

    [Fact]
    public void Other_contents_claim_more_and_the_same_again_claims_nothing()
    {
        var first = Register(_node, Record());
        Assert.Equal(first, Register(_node, Record()));
        Assert.Equal(first, Register(_node, Record() with { Status = InstanceStatus.Warning }));

        Assert.True(ClaimSteps.IsWrite(Register(_node, Record() with { Port = 9_090 }), first));
    }

    [Fact]
    public void Results_of_checks_claim_nothing()
    {
        var first = Register(_node, Record());

        _node.Step(new RegistryInput.HealthChanged(new(Key, InstanceStatus.Critical, Because)));

        Assert.Equal((InstanceStatus.Critical, first), (_node.Registrations[Key].Status, _node.Registrations[Key].Claim));
    }

    [Fact]
    public void Deregistration_under_the_claim_of_a_registration_spares_its_successor()
    {
        var first = Register(_node, Record());
        Register(_node, Record() with { Port = 9_090 });

        Assert.IsType<Rejected>(_node.Ask(new Deregister(Key, Because) { Claim = first }));

        Assert.Equal(9_090, _node.Registrations[Key].Port);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-ClaimSteps.Write)]
    public void Claim_beside_that_of_a_registration_is_not_its(long off)
    {
        var first = Register(_node, Record());

        Assert.IsType<Rejected>(_node.Ask(new Deregister(Key, Because) { Claim = first + off }));
    }

    [Fact]
    public void Deregistration_under_the_claim_of_a_registration_holds_after_orders_and_adoptions()
    {
        var mesh = new RegistryMesh(2);
        Assert.IsType<Registered>(mesh.Ask(0, new Register(Record(), Consistency.Local, TimeSpan.Zero)));
        var first = mesh.Registration(0, Key).Claim;
        mesh.Ask(0, new Drain(Key, TimeSpan.Zero));
        mesh.Ask(0, new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true });
        for (var turn = 0; turn < 3; turn++)
        {
            mesh.Restart(0);
            mesh.Pass(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));
            mesh.Restart(1);
            mesh.Pass(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));
        }

        Assert.True(mesh.Shown(1, Key)!.Instance.Claim > first);
        Assert.IsType<Deregistered>(mesh.Ask(1, new Deregister(Key, Because) { Claim = first }));
        Assert.Null(mesh.Shown(0, Key));
    }

    [Theory]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Floating)]
    [InlineData(Lifetime.Leased)]
    public void What_was_registered_anew_where_nobody_heard_it_is_what_counts_afterwards(Lifetime life)
    {
        var mesh = Parted(life);
        mesh.Ask(0, new Register(Record() with { Life = life, Port = 9_090 }, Consistency.Local, TimeSpan.Zero));

        var shown = Healed(mesh);

        Assert.All(shown, v => Assert.Equal((9_090, InstanceStatus.Passing), (v.Instance.Port, v.Instance.Status)));
    }

    [Theory]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Floating)]
    [InlineData(Lifetime.Leased)]
    public void What_was_ordered_where_nobody_heard_it_is_what_counts_afterwards(Lifetime life)
    {
        var mesh = Parted(life);
        mesh.Ask(0, new Drain(Key, TimeSpan.Zero));

        Assert.All(Healed(mesh), v => Assert.Equal(InstanceStatus.Draining, v.Instance.Status));
    }

    [Theory]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Leased)]
    public void Order_given_while_its_node_was_away_counts_for_a_client_that_registers_before_the_node_knows_of_it(Lifetime life)
    {
        Register(_node, Record() with { Life = life });

        _node.Foreign(Record() with { Life = life, Home = RegistryNode.Self.Address, Status = InstanceStatus.Draining, Claim = 5 });

        Assert.Equal(InstanceStatus.Draining, _node.Registrations[Key].Status);
    }

    [Fact]
    public void Order_that_was_taken_back_on_this_side_is_not_taken_up_from_the_other()
    {
        var mesh = new RegistryMesh(3);
        mesh.Ask(0, new Register(Record(), Consistency.Local, TimeSpan.Zero));
        mesh.Ask(0, new Drain(Key, TimeSpan.Zero));
        mesh.Part(1);
        mesh.Pass(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));
        mesh.Ask(0, new SetStatus(Key, InstanceStatus.Draining, Because) { TakesBack = true });

        Assert.All(Healed(mesh), v => Assert.Equal(InstanceStatus.Passing, v.Instance.Status));
    }

    [Fact]
    public void Maintenance_is_not_undone_by_a_registration_where_the_place_is_kept()
    {
        var mesh = new RegistryMesh(2);
        mesh.Register(0, Key, Lifetime.Anchored);
        mesh.End(0);
        mesh.Ask(1, new SetStatus(Key, InstanceStatus.Critical, Because));

        mesh.Register(1, Key, Lifetime.Anchored);

        Assert.Equal((InstanceStatus.Critical, "10.0.0.2:4053"), (mesh.Shown(1, Key)!.Instance.Status, mesh.Shown(1, Key)!.Owner.Address));
    }

    [Fact]
    public void Renewal_goes_on_where_it_comes_while_the_owner_leaves()
    {
        _node.Foreign(Record() with { Life = Lifetime.Leased, Health = new HealthTerms { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) } });
        _node.Step(new RegistryInput.MemberLeaving(RegistryNode.Other));

        Assert.IsType<Renewed>(_node.Ask(new Renew(Key, InstanceStatus.Passing, "")));

        Assert.Contains(Key, _node.Registrations.Keys);
    }

    [Fact]
    public void Owned_instance_of_an_owner_that_leaves_is_not_kept_by_a_renewal_at_another_node()
    {
        _node.Foreign(Record() with { Life = Lifetime.Owned });
        _node.Step(new RegistryInput.MemberLeaving(RegistryNode.Other));

        Assert.IsType<Unavailable>(_node.Ask(new Renew(Key, InstanceStatus.Passing, "")));

        Assert.Empty(_node.Registrations);
    }

    [Fact]
    public void What_is_in_sight_is_not_denied_while_its_owner_is_silent()
    {
        _node.Foreign(Record());
        _node.Suspect(RegistryNode.Other, Because);

        var answer = Assert.IsType<Unavailable>(_node.Ask(new Drain(Key, TimeSpan.Zero)));

        Assert.Contains(RegistryNode.Other.Address, answer.Reason, StringComparison.Ordinal);
    }

    private static ServiceInstance Record() => Some.Record(Key, 0) with { Life = Lifetime.Floating };

    private static long Register(RegistryNode node, ServiceInstance record) =>
        Assert.IsType<Registered>(node.Ask(new Register(record, Consistency.Local, TimeSpan.Zero))).Claim;

    /// <summary>Registered at the first node, which is cut off then, and removed by the others.</summary>
    private static RegistryMesh Parted(Lifetime life)
    {
        var mesh = new RegistryMesh(3);
        Assert.True(mesh.Register(0, Key, life));
        mesh.Part(1);
        mesh.Pass(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));
        return mesh;
    }

    private static InstanceView[] Healed(RegistryMesh mesh)
    {
        mesh.Heal();
        mesh.Pass(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        return [.. Enumerable.Range(0, mesh.Count).Select(n => mesh.Shown(n, Key)!)];
    }
}
