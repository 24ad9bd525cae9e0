using CsCheck;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.Actors.Tests.Registry;

/// <summary>
/// Histories of registrations, deregistrations, restarts and partitions over several nodes: what was answered last for a
/// key is what all nodes come to show.
/// </summary>
public sealed class RegistryModelTests
{
    private const int Nodes = 5;
    private const int Keys = 6;

    [Fact]
    public void Answered_deregistration_stays_and_answered_registration_lives_whatever_restarts_and_parts() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, Nodes - 1], Gen.Int[0, Keys - 1]).Array[1, 60].Sample(
            history =>
            {
                var mesh = new RegistryMesh(Nodes);
                var expected = new bool[Keys];
                foreach (var (step, node, key) in history)
                    Do(mesh, expected, step, node, key);
                if (!mesh.IsWhole)
                    mesh.Heal();
                mesh.Pass(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
                Compare(mesh, expected);
                mesh.Pass(TimeSpan.FromHours(3), TimeSpan.FromSeconds(30));
                Compare(mesh, expected);
                Assert.Equal(0, mesh.Tombstones);
            },
            iter: 300,
            threads: 1,
            print: history => string.Join(" ", history));

    [Fact]
    public void Deregistered_stays_away_when_a_sleeper_with_a_disk_comes_back_though_the_others_began_anew_meanwhile()
    {
        var mesh = new RegistryMesh(2, stores: true);
        Assert.True(mesh.Register(1, Some.Key(1), Lifetime.Floating));
        var stored = mesh.Registration(1, Some.Key(1));
        mesh.End(1);
        mesh.Pass(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        var adopted = mesh.Registration(0, Some.Key(1));
        mesh.Restart(0);
        Restore(0, adopted);
        Assert.True(mesh.Deregister(0, Some.Key(1)));
        mesh.Pass(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));

        mesh.Start(1);
        Restore(1, stored);
        mesh.Pass(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));

        Assert.All(Enumerable.Range(0, 2), n => Assert.Null(mesh.Shown(n, Some.Key(1))));

        void Restore(int at, ServiceInstance record) => mesh.Ask(
            at, new RegistryProtocol.Register(record, Consistency.Local, TimeSpan.Zero) { Restores = true });
    }

    [Fact]
    public void Deregistered_stays_away_when_one_of_three_leaves_in_order()
    {
        for (var at = 0; at < 3; at++)
        {
            var mesh = new RegistryMesh(3);
            for (var i = 0; i < 4; i++)
                Assert.True(mesh.Register(i % 3, Some.Key(i), Lifetime.Floating));
            for (var i = 0; i < 4; i++)
                Assert.True(mesh.Deregister((i + at) % 3, Some.Key(i)));
            mesh.Restart(at);
            mesh.Gossip(at);
            mesh.Pass(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
            for (var i = 0; i < 4; i++)
                Assert.All(Enumerable.Range(0, 3), n => Assert.Null(mesh.Shown(n, Some.Key(i))));
        }
    }

    [Fact]
    public void Anchored_instance_is_critical_while_its_node_is_away_and_back_with_it()
    {
        var mesh = new RegistryMesh(3);
        mesh.Register(0, Some.Key(1), Lifetime.Anchored);
        mesh.End(0);
        for (var minute = 0; minute < 3; minute++)
        {
            var shown = mesh.Shown(1 + (minute % 2), Some.Key(1))!;
            Assert.Equal((InstanceStatus.Critical, "10.0.0.1:4053"), (shown.Instance.Status, shown.Owner.Address));
            mesh.Pass(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        }

        // The one that keeps its place may go too.
        mesh.Restart(1);
        mesh.Restart(2);
        mesh.Start(0);
        mesh.Pass(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 3), n => Assert.Equal(InstanceStatus.Passing, mesh.Shown(n, Some.Key(1))!.Instance.Status));
    }

    [Fact]
    public void Anchored_instance_whose_node_does_not_come_back_is_reaped_after_72_hours()
    {
        var mesh = new RegistryMesh(3);
        mesh.Register(0, Some.Key(1), Lifetime.Anchored);
        mesh.End(0);
        mesh.Pass(TimeSpan.FromHours(71), TimeSpan.FromMinutes(5));
        Assert.NotNull(mesh.Shown(1, Some.Key(1)));
        mesh.Pass(TimeSpan.FromHours(2), TimeSpan.FromMinutes(5));
        Assert.Null(mesh.Shown(1, Some.Key(1)));
        mesh.Start(0);
        Assert.Null(mesh.Shown(0, Some.Key(1)));
    }

    [Fact]
    public void Time_of_an_instance_whose_node_is_away_goes_on_when_another_keeps_its_place()
    {
        var mesh = new RegistryMesh(3);
        mesh.Register(0, Some.Key(1), Lifetime.Anchored);
        mesh.End(0);
        mesh.Pass(TimeSpan.FromHours(40), TimeSpan.FromMinutes(5));
        var keeper = mesh.Places(1).Any() ? 1 : 2;
        mesh.Restart(keeper);
        mesh.Pass(TimeSpan.FromHours(31), TimeSpan.FromMinutes(5));
        Assert.NotNull(mesh.Shown(1, Some.Key(1)));
        Assert.Single(mesh.Places(3 - keeper));
        mesh.Pass(TimeSpan.FromHours(2), TimeSpan.FromMinutes(5));
        Assert.All([1, 2], n => Assert.Null(mesh.Shown(n, Some.Key(1))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 60)]
    public void Anchored_instance_is_reaped_after_the_time_of_the_option(int minutes)
    {
        var mesh = new RegistryMesh(3, TimeSpan.FromMinutes(minutes));
        mesh.Register(0, Some.Key(1), Lifetime.Anchored);
        mesh.End(0);
        mesh.Pass(TimeSpan.FromMinutes(minutes * 0.9), TimeSpan.FromSeconds(minutes));
        Assert.All([1, 2], n => Assert.NotNull(mesh.Shown(n, Some.Key(1))));
        mesh.Pass(TimeSpan.FromMinutes(minutes * 0.2), TimeSpan.FromSeconds(minutes));
        Assert.All([1, 2], n => Assert.Null(mesh.Shown(n, Some.Key(1))));
    }

    [Fact]
    public void Anchored_instance_of_a_node_that_is_away_is_removed_at_any_node()
    {
        var mesh = new RegistryMesh(3);
        mesh.Register(0, Some.Key(1), Lifetime.Anchored);
        mesh.End(0);
        Assert.True(mesh.Deregister(2, Some.Key(1)));
        mesh.Start(0);
        mesh.Pass(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 3), n => Assert.Null(mesh.Shown(n, Some.Key(1))));
    }

    [Fact]
    public void Owned_instance_ends_with_its_node_and_a_leased_one_is_held_on_by_another()
    {
        var mesh = new RegistryMesh(3);
        mesh.Register(0, Some.Key(1), Lifetime.Owned);
        mesh.Register(0, Some.Key(2), Lifetime.Leased);
        mesh.End(0);
        Assert.Null(mesh.Shown(1, Some.Key(1)));
        Assert.NotEqual("10.0.0.1:4053", mesh.Shown(1, Some.Key(2))!.Owner.Address);
        Assert.Equal(InstanceStatus.Passing, mesh.Shown(2, Some.Key(2))!.Instance.Status);
    }

    private static void Do(RegistryMesh mesh, bool[] expected, int step, int node, int key)
    {
        switch (step)
        {
            case <= 3:
                // What the node holds already it renews: that claims nothing, and loses to a deregistration on the other side.
                var renews = mesh.Holds(node, Some.Key(key));
                expected[key] = (mesh.Register(node, Some.Key(key), key % 2 == 0 ? Lifetime.Floating : Lifetime.Anchored) && !renews) || expected[key];
                break;
            case <= 6:
                if (mesh.Deregister(node, Some.Key(key)))
                    expected[key] = false;
                break;
            case 7 when mesh.IsWhole:
                mesh.Restart(node);
                break;
            case 8 when mesh.IsWhole:
                mesh.Part(1 + (key % 2));
                break;
            case 9 when !mesh.IsWhole:
                mesh.Heal();
                break;
            case 10:
                mesh.Gossip(node);
                break;
            default:
                mesh.Pass(TimeSpan.FromSeconds(key * 20), TimeSpan.FromSeconds(5));
                break;
        }
    }

    private static void Compare(RegistryMesh mesh, bool[] expected)
    {
        for (var key = 0; key < Keys; key++)
        {
            for (var node = 0; node < Nodes; node++)
                Assert.True(expected[key] == mesh.Shown(node, Some.Key(key)) is not null, $"key {key} at node {node}: expected {expected[key]}");
            Assert.Single(Enumerable.Range(0, Nodes).Select(n => mesh.Shown(n, Some.Key(key))?.Owner).Distinct());
        }

        Assert.Equal(0, mesh.Ownerless);
    }
}
