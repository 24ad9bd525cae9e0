using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>The place of an anchored instance while its node is away: who keeps it, what is ordered there, who takes it.</summary>
public sealed class KeptPlaceTests
{
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly InstanceKey Key = Some.Key(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_ordered_of_an_instance_that_is_away_outlasts_the_restart_of_who_keeps_its_place(bool isKeeperFirst)
    {
        var mesh = new RegistryMesh(2);
        var stored = Away(mesh);
        mesh.Ask(1, new Drain(Key, TimeSpan.Zero));
        var place = Assert.Single(mesh.Places(1));

        mesh.End(1);
        mesh.Start(isKeeperFirst ? 1 : 0);
        Restore(mesh, isKeeperFirst, stored, place);
        mesh.Start(isKeeperFirst ? 0 : 1);
        Restore(mesh, !isKeeperFirst, stored, place);
        Pass(mesh);

        for (var node = 0; node < 2; node++)
            Assert.Equal(("10.0.0.1:4053", InstanceStatus.Draining), (Shown(mesh, node).Owner.Address, Shown(mesh, node).Instance.Status));
    }

    [Fact]
    public void What_was_drained_goes_on_to_drain_while_its_node_is_away_and_after_it()
    {
        var mesh = new RegistryMesh(2);
        var stored = Away(mesh, drains: true);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(("10.0.0.1:4053", InstanceStatus.Draining, Standing.Unreachable), Of(Shown(mesh, 1)));
            Pass(mesh);
        }

        mesh.Start(0);
        mesh.Ask(0, new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        Pass(mesh);

        Assert.Equal(("10.0.0.1:4053", InstanceStatus.Draining, Standing.Confirmed), Of(Shown(mesh, 1)));

        static (string, InstanceStatus, Standing) Of(InstanceView view) => (view.Owner.Address, view.Instance.Status, view.Standing);
    }

    [Fact]
    public void Instance_is_critical_at_its_node_again_after_a_restart_of_who_keeps_its_place()
    {
        var mesh = new RegistryMesh(2);
        Away(mesh);
        var place = Assert.Single(mesh.Places(1));

        mesh.End(1);
        mesh.Start(1);
        Restore(mesh, place);

        Assert.Equal(("10.0.0.1:4053", InstanceStatus.Critical), (Shown(mesh, 1).Owner.Address, Shown(mesh, 1).Instance.Status));
        Assert.False(mesh.Holds(1, Key));
        Assert.Equal(place.Since, Assert.Single(mesh.Places(1)).Since);
    }

    [Fact]
    public void Stored_place_changes_nothing_when_its_node_is_back_and_nothing_was_ordered()
    {
        var mesh = new RegistryMesh(2);
        var stored = Away(mesh);
        var place = Assert.Single(mesh.Places(1));
        mesh.End(1);
        mesh.Start(0);
        mesh.Ask(0, new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
        var before = Shown(mesh, 0);

        mesh.Start(1);
        Restore(mesh, place);

        Assert.Equal(before, Shown(mesh, 0));
        Assert.Equal(before, Shown(mesh, 1));
        Assert.Empty(mesh.Places(1));
    }

    [Fact]
    public void Stored_place_of_what_was_deregistered_meanwhile_is_not_taken_up()
    {
        var mesh = new RegistryMesh(3);
        Away(mesh);
        Pass(mesh);
        var (keeper, other) = mesh.Places(1).Any() ? (1, 2) : (2, 1);
        var place = Assert.Single(mesh.Places(keeper));
        mesh.End(keeper);
        Pass(mesh);
        Assert.True(mesh.Deregister(other, Key));

        mesh.Start(keeper);
        mesh.Ask(keeper, new Register(place.Record, Consistency.Local, TimeSpan.Zero) { Restores = true, KeptSince = place.Since });
        Pass(mesh);

        Assert.Null(mesh.Shown(keeper, Key));
        Assert.Null(mesh.Shown(other, Key));
        Assert.Empty(mesh.Places(keeper));
    }

    [Fact]
    public void Time_that_a_stored_place_was_kept_counts_on()
    {
        var mesh = new RegistryMesh(2, reapAfter: TimeSpan.FromHours(72));
        Away(mesh);
        var place = Assert.Single(mesh.Places(1));
        mesh.End(1);
        mesh.Start(1);

        Restore(mesh, place with { Since = place.Since - TimeSpan.FromHours(72) + TimeSpan.FromMinutes(1) });
        Pass(mesh);
        Assert.NotNull(mesh.Shown(1, Key));
        mesh.Pass(TimeSpan.FromMinutes(1), Second);

        Assert.Null(mesh.Shown(1, Key));
        Assert.Empty(mesh.Places(1));
    }

    [Fact]
    public void Node_that_comes_back_under_another_address_takes_its_instances_home()
    {
        var mesh = new RegistryMesh(2);
        Away(mesh);

        mesh.Start(0, "10.0.0.9:4053");
        Pass(mesh);

        Assert.True(mesh.Holds(0, Key));
        for (var node = 0; node < 2; node++)
            Assert.Equal("10.0.0.9:4053", Shown(mesh, node).Owner.Address);
        Assert.Empty(mesh.Places(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Beat_moves_an_instance_that_is_away_to_the_node_where_it_comes(int asked)
    {
        var mesh = new RegistryMesh(3);
        Away(mesh, Beaten());
        Pass(mesh);

        Assert.IsType<Renewed>(mesh.Ask(asked, new Renew(Key, InstanceStatus.Passing, "")));
        Pass(mesh);

        Assert.True(mesh.Holds(asked, Key));
        for (var node = 1; node < 3; node++)
            Assert.Equal($"10.0.0.{asked + 1}:4053", Shown(mesh, node).Owner.Address);
    }

    [Theory]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Floating)]
    public void Order_is_carried_out_where_it_comes_though_nobody_has_taken_over_what_a_node_left(Lifetime life)
    {
        var mesh = new RegistryMesh(3);
        Assert.True(mesh.Register(0, Key, life));
        mesh.End(0);

        Assert.IsType<StatusSet>(mesh.Ask(2, new SetStatus(Key, InstanceStatus.Critical, Because)));
        Pass(mesh);

        foreach (var node in (int[])[1, 2])
            Assert.Equal(InstanceStatus.Critical, Assert.Single(Shown(mesh, node).Instance.Checks).Status);
    }

    [Fact]
    public void Anchored_instance_is_checked_by_nobody_while_its_node_is_away_and_the_reason_is_said()
    {
        var mesh = new RegistryMesh(3);
        Away(mesh, Checked(Lifetime.Anchored));
        Assert.Empty(mesh.CheckedBy(Key));
        var keeper = mesh.Places(1).Any() ? 1 : 2;
        Assert.Contains(mesh.Told(keeper, Key), line => line.Contains("its node 10.0.0.1:4053 is away", StringComparison.Ordinal));

        mesh.Start(0);
        mesh.Ask(0, new Register(Checked(Lifetime.Anchored), Consistency.Local, TimeSpan.Zero) { Restores = true });
        Pass(mesh);

        Assert.Equal([0], mesh.CheckedBy(Key));
    }

    [Fact]
    public void Floating_instance_is_checked_on_by_the_one_who_adopts_it()
    {
        var mesh = new RegistryMesh(3);
        Assert.IsType<Registered>(mesh.Ask(0, new Register(Checked(Lifetime.Floating), Consistency.Local, TimeSpan.Zero)));
        Assert.Equal([0], mesh.CheckedBy(Key));
        mesh.End(0);
        Pass(mesh);

        var adopter = Assert.Single(mesh.CheckedBy(Key));
        Assert.True(mesh.Holds(adopter, Key));
    }

    private static ServiceInstance Checked(Lifetime life) => Some.Record(Key, 0) with
    {
        Life = life,
        Health = new HealthTerms { Kind = HealthKind.Tcp, Target = "127.0.0.1:80", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) },
    };

    private static ServiceInstance Beaten() => Some.Record(Key, 0) with
    {
        Life = Lifetime.Anchored,
        Health = new HealthTerms { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromMinutes(1) },
    };

    /// <summary>Registered at the first node, which then ends; as it had stored it.</summary>
    private static ServiceInstance Away(RegistryMesh mesh, ServiceInstance? record = null, bool drains = false)
    {
        record ??= Some.Record(Key, 0) with { Life = Lifetime.Anchored };
        Assert.IsType<Registered>(mesh.Ask(0, new Register(record, Consistency.Local, TimeSpan.Zero)));
        if (drains)
            mesh.Ask(0, new Drain(Key, TimeSpan.Zero));
        var stored = mesh.Registration(0, Key);
        mesh.End(0);
        Pass(mesh);
        return stored;
    }

    private static void Restore(RegistryMesh mesh, bool isKeeper, ServiceInstance stored, KeptPlace place)
    {
        if (isKeeper)
            Restore(mesh, place);
        else
            mesh.Ask(0, new Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = true });
    }

    private static void Restore(RegistryMesh mesh, KeptPlace place) =>
        mesh.Ask(1, new Register(place.Record, Consistency.Local, TimeSpan.Zero) { Restores = true, KeptSince = place.Since });

    private static InstanceView Shown(RegistryMesh mesh, int node) => mesh.Shown(node, Key)!;

    private static void Pass(RegistryMesh mesh) => mesh.Pass(TimeSpan.FromSeconds(10), Second);
}
