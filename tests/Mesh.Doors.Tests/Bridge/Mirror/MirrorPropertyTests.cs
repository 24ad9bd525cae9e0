using CsCheck;
using Mesh.Node.Bridge.Mirror;

namespace Mesh.Doors.Tests.Bridge.Mirror;

/// <summary>Whatever happens on both sides and to the bridge, afterwards each native instance is shown once everywhere.</summary>
public sealed class MirrorPropertyTests
{
    private const int Settling = 12;

    // Few services and ports, so that conflicts and reuse happen often.
    private static readonly Gen<(int What, int Service, int Port)> Happening =
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 1], Gen.Int[1, 4]);

    [Fact]
    public void Both_sides_show_each_native_instance_once_and_nothing_native_is_harmed() =>
        Happening.Array[1, 60].Sample(
            happenings =>
            {
                var world = Play(happenings);
                var (mesh, etcd) = (Natives(world.Mesh), Natives(world.Etcd));
                Settle(world);
                Assert.Empty(world.Harmed);
                Assert.Equal(mesh, Natives(world.Mesh));
                Assert.Equal(etcd, Natives(world.Etcd));
                AssertShownOnce(world.Mesh, world.Etcd);
                AssertShownOnce(world.Etcd, world.Mesh);
            },
            iter: 2_000);

    [Fact]
    public void A_bridge_that_has_settled_writes_nothing_more_and_wrote_a_bounded_number_before() =>
        Happening.Array[1, 60].Sample(
            happenings =>
            {
                var world = Play(happenings);
                var before = world.Writes;
                Settle(world);
                // Each of the 8 addresses is made right once per side; a lagging view may cost a repetition.
                Assert.InRange(world.Writes - before, 0, 2 * 2 * 8 * 2);
                var settled = world.Writes;
                for (var i = 0; i < 5; i++)
                {
                    world.Advance(6);
                    world.Hear();
                    Assert.Equal(0, world.Step());
                }

                Assert.Equal(settled, world.Writes);
            },
            iter: 1_000);

    [Fact]
    public void A_dead_bridge_leaves_nothing_but_natives() =>
        Happening.Array[1, 60].Sample(
            happenings =>
            {
                var world = Play(happenings);
                world.Crash();
                world.Advance(31);
                Assert.DoesNotContain(world.Mesh.Values.Concat(world.Etcd.Values), e => e.Mark is not null);
            },
            iter: 500);

    private static TwoSystems Play((int What, int Service, int Port)[] happenings)
    {
        var world = new TwoSystems();
        foreach (var (what, service, port) in happenings)
        {
            var name = service == 0 ? "web" : "db";
            switch (what)
            {
                case 0 or 1: world.RegisterInMesh(name, port, $"i{port}"); break;
                case 2 or 3: world.RegisterInEtcd(name, port); break;
                case 4: TwoSystems.Remove(world.Mesh, $"{name}/i{port}"); break;
                case 5: TwoSystems.Remove(world.Etcd, $"/services/{name}/10.0.0.1:{port}"); break;
                case 6: world.TurnInMesh(name, $"i{port}"); break;
                case 7: world.IsMeshCut = !world.IsMeshCut; break;
                case 8: world.IsEtcdCut = !world.IsEtcdCut; break;
                case 9 when port == 1: world.Crash(); break;
                case 9: world.Restart(); break;
                case 10: world.Hear(); break;
                case 11: world.Advance(port * 3); break;
                default: world.Step(); break;
            }
        }

        return world;
    }

    private static void Settle(TwoSystems world)
    {
        (world.IsMeshCut, world.IsEtcdCut) = (false, false);
        world.Restart();
        for (var i = 0; i < Settling; i++)
        {
            world.Advance(6);
            world.Hear();
            // An operator who sees the alarm of the guard says that it is meant.
            world.Step(accepted: i == 4);
        }
    }

    private static string[] Natives(Dictionary<string, SideEntry> system) =>
        [.. system.Values.Where(e => e.Mark is null).Select(e => $"{e.Key} {e.IsOffered}").Order(StringComparer.Ordinal)];

    private static void AssertShownOnce(Dictionary<string, SideEntry> source, Dictionary<string, SideEntry> target)
    {
        var offered = source.Values.Where(e => e is { Mark: null, IsOffered: true }).Select(e => e.Instance.Address).ToHashSet();
        var native = target.Values.Where(e => e.Mark is null).Select(e => e.Instance.Address).ToHashSet();
        var copies = target.Values.Where(e => e.Mark is not null).Select(e => e.Instance.Address).ToList();
        Assert.Equal(copies.Count, copies.Distinct().Count());
        Assert.Equal(offered.Except(native).Order(Comparer), copies.Order(Comparer));
    }

    private static readonly Comparer<ServiceAddress> Comparer =
        Comparer<ServiceAddress>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
}
