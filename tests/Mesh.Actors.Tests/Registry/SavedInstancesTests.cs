using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>Instances that a snapshot brings back into a mesh that lives.</summary>
public sealed class SavedInstancesTests
{
    private const string Home = "10.0.0.1:4053";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly InstanceKey Key = Some.Key(1);
    private static readonly HealthTerms Tcp = new()
    {
        Kind = HealthKind.Tcp,
        Target = "127.0.0.1:1",
        Interval = Second,
        Timeout = Second,
    };

    private static readonly NamedCheck Check = new() { Id = "tcp", Terms = Tcp, Status = InstanceStatus.Passing };
    private static readonly NamedCheck Maintenance = new() { Id = $"_service_maintenance:{Key.Id}", Status = InstanceStatus.Critical };

    [Fact]
    public void Anchored_instance_whose_node_is_away_is_critical_there_and_is_taken_back_by_it()
    {
        var mesh = new RegistryMesh(3);
        var saved = Saved(mesh, Anchored());
        mesh.End(0);

        Load(mesh, 1, saved);
        Pass(mesh);

        for (var node = 1; node < 3; node++)
        {
            Assert.Equal((Home, InstanceStatus.Critical, Standing.Unreachable), Of(Shown(mesh, node)));
            Assert.False(mesh.Holds(node, Key));
        }

        mesh.Start(0);
        Pass(mesh);

        Assert.True(mesh.Holds(0, Key));
        Assert.Equal(Home, Shown(mesh, 2).Owner.Address);
        Assert.Equal(InstanceStatus.Starting, Shown(mesh, 2).Instance.Status);
        Assert.Empty(mesh.Places(1));
    }

    [Fact]
    public void Anchored_instance_that_was_deregistered_since_is_its_living_nodes_again()
    {
        var mesh = new RegistryMesh(3);
        var saved = Saved(mesh, Anchored());

        Load(mesh, 1, saved);
        Pass(mesh);

        Assert.True(mesh.Holds(0, Key));
        Assert.False(mesh.Holds(1, Key));
        Assert.Empty(mesh.Places(1));
        for (var node = 0; node < 3; node++)
            Assert.Equal((Home, InstanceStatus.Starting, Standing.Confirmed), Of(Shown(mesh, node)));
    }

    [Theory]
    [InlineData(Lifetime.Anchored)]
    [InlineData(Lifetime.Floating)]
    public void Instance_that_is_registered_as_it_was_saved_is_left_as_it_is(Lifetime life)
    {
        var mesh = new RegistryMesh(2);
        mesh.Ask(0, new Register(Anchored() with { Life = life }, Consistency.Local, TimeSpan.Zero));
        var saved = mesh.Registration(0, Key);
        var before = Shown(mesh, 1);

        Load(mesh, 1, saved with { Status = InstanceStatus.Passing });

        Assert.Equal(before, Shown(mesh, 0));
        Assert.Equal(before, Shown(mesh, 1));
        Assert.False(mesh.Holds(1, Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Anchored_instance_that_a_living_node_has_registered_anew_since_is_left_to_it(int at)
    {
        var mesh = new RegistryMesh(3);
        var saved = Saved(mesh, Anchored());
        mesh.Ask(at, new Register(Anchored() with { Port = 9090 }, Consistency.Local, TimeSpan.Zero));
        var before = Shown(mesh, 2);

        Load(mesh, 2, saved);
        Pass(mesh);

        Assert.Equal(before, Shown(mesh, 2));
        Assert.True(mesh.Holds(at, Key));
    }

    [Fact]
    public void What_is_floating_replaces_what_is_registered_otherwise_and_does_not_pass_before_it_was_checked()
    {
        var mesh = new RegistryMesh(2);
        var saved = Saved(mesh, Anchored() with { Life = Lifetime.Floating, Status = InstanceStatus.Passing });
        mesh.Ask(0, new Register(Anchored() with { Life = Lifetime.Floating, Port = 9090 }, Consistency.Local, TimeSpan.Zero));

        Load(mesh, 1, saved);
        Pass(mesh);

        Assert.True(mesh.Holds(1, Key));
        Assert.Equal((8080, InstanceStatus.Starting), (Shown(mesh, 0).Instance.Port, Shown(mesh, 0).Instance.Status));
    }

    [Fact]
    public void Checks_of_the_host_are_critical_until_they_were_made_and_orders_stay_but_for_those_of_the_node()
    {
        var mesh = new RegistryMesh(2);
        var saved = Anchored() with
        {
            Life = Lifetime.Floating,
            Health = HealthTerms.None,
            Status = InstanceStatus.Critical,
            Checks = [Check, Maintenance, new NamedCheck { Id = "_node_maintenance", OfNode = true, Status = InstanceStatus.Critical }],
        };

        Load(mesh, 1, saved);

        Assert.Equal(
            [(Maintenance.Id, InstanceStatus.Critical), ("tcp", InstanceStatus.Critical)],
            Shown(mesh, 0).Instance.Checks.Select(c => (c.Id, c.Status)).Order());
    }

    [Fact]
    public void Anchored_instance_of_the_node_that_is_asked_is_its_own_again()
    {
        var mesh = new RegistryMesh(2);
        var saved = Saved(mesh, Anchored());

        Load(mesh, 0, saved with { Status = InstanceStatus.Passing });

        Assert.True(mesh.Holds(0, Key));
        Assert.Equal((Home, InstanceStatus.Starting, Standing.Confirmed), Of(Shown(mesh, 1)));
    }

    [Fact]
    public void Snapshot_that_is_loaded_twice_changes_nothing_the_second_time()
    {
        var mesh = new RegistryMesh(2);
        var saved = Saved(mesh, Anchored());
        mesh.End(0);
        Load(mesh, 1, saved);
        Pass(mesh);
        var (before, place) = (Shown(mesh, 1), Assert.Single(mesh.Places(1)));

        Load(mesh, 1, saved);
        Pass(mesh);

        Assert.Equal(before, Shown(mesh, 1));
        Assert.Equal(place, Assert.Single(mesh.Places(1)));
    }

    [Fact]
    public void Saved_instance_out_of_bounds_is_refused()
    {
        var mesh = new RegistryMesh(1);
        Assert.IsType<Rejected>(mesh.Ask(0, new Register(Anchored() with { Port = 70_000 }, Consistency.Local, TimeSpan.Zero) { IsSaved = true }));
        Assert.Null(mesh.Shown(0, Key));
    }

    private static ServiceInstance Anchored() =>
        Some.Record(Key, 0, InstanceStatus.Starting) with { Life = Lifetime.Anchored, Health = Tcp };

    /// <summary>As the first node had it, before it was deregistered.</summary>
    private static ServiceInstance Saved(RegistryMesh mesh, ServiceInstance record)
    {
        Assert.IsType<Registered>(mesh.Ask(0, new Register(record, Consistency.Local, TimeSpan.Zero)));
        var saved = mesh.Registration(0, Key);
        Assert.True(mesh.Deregister(0, Key));
        return saved;
    }

    private static void Load(RegistryMesh mesh, int at, ServiceInstance saved) => Assert.IsType<Registered>(
        mesh.Ask(at, new Register(saved, Consistency.Local, TimeSpan.Zero) { IsSaved = true }));

    private static (string, InstanceStatus, Standing) Of(InstanceView view) => (view.Owner.Address, view.Instance.Status, view.Standing);

    private static InstanceView Shown(RegistryMesh mesh, int node) => mesh.Shown(node, Key)!;

    private static void Pass(RegistryMesh mesh) => mesh.Pass(TimeSpan.FromSeconds(10), Second);
}
