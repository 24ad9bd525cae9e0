using Mesh.Catalog;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToEtcd;
using Mesh.Node.Bridge.ToMesh;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Doors.Tests.Bridge.Mirror;

public sealed class MirrorStepTests
{
    private const string CopyOfWeb1 = "/services/web/10.0.0.1:1";

    private static readonly MirrorTerms Out = new("b1", Entries.Mesh, Entries.Etcd, new EtcdFormat(new NativeRule("/services/")));
    private static readonly MirrorTerms In = new("b1", Entries.Etcd, Entries.Mesh, MeshFormat.Instance);

    [Fact]
    public void An_instance_of_the_mesh_is_written_with_the_mark_of_its_origin()
    {
        var plan = Step(Out, Entries.View(Entries.Native("web/a", "web", 1)), Entries.View());
        var put = Assert.IsType<CopyWrite.Put>(Assert.Single(plan.Writes));
        Assert.Equal(CopyOfWeb1, put.Key);
        Assert.Equal(new OriginMark(Entries.Mesh, "b1", "7", put.Instance.Digest()), put.Mark);
    }

    [Fact]
    public void A_copy_that_is_up_to_date_is_not_written_again() => Assert.Empty(Step(
        Out,
        Entries.View(Entries.Native("web/a", "web", 1)),
        Entries.View(Entries.Copy(CopyOfWeb1, "web", 1, Entries.Mesh))).Writes);

    [Fact]
    public void A_write_that_the_watch_does_not_show_yet_is_not_repeated_until_it_is_late()
    {
        var source = Entries.View(Entries.Native("web/a", "web", 1));
        var first = Step(Out, source, Entries.View());
        Assert.Empty(Step(Out, source, Entries.View(), first.Next, seconds: 4).Writes);
        Assert.Single(Step(Out, source, Entries.View(), first.Next, seconds: 6).Writes);
    }

    [Fact]
    public void What_was_imported_is_never_exported_and_what_was_exported_is_never_imported()
    {
        var mesh = Entries.View(Entries.Copy("web/x", "web", 1, Entries.Etcd));
        var etcd = Entries.View(Entries.Copy("/services/web/10.0.0.1:2", "web", 2, Entries.Mesh), Entries.Native("/services/web/10.0.0.1:1", "web", 1));
        Assert.DoesNotContain(Step(Out, mesh, etcd).Writes, w => w is CopyWrite.Put);
        Assert.DoesNotContain(Step(In, etcd, mesh).Writes, w => w is CopyWrite.Put { Instance.Port: 2 });
    }

    [Fact]
    public void A_copy_of_a_third_system_goes_out_with_its_own_origin()
    {
        var plan = Step(Out, Entries.View(Entries.Copy("web/x", "web", 1, Entries.Consul, "b2")), Entries.View());
        Assert.Equal(Entries.Consul, Assert.IsType<CopyWrite.Put>(Assert.Single(plan.Writes)).Mark.Origin);
    }

    [Fact]
    public void The_same_address_native_on_both_sides_is_a_conflict_told_once_and_copied_neither_way()
    {
        var mesh = Entries.View(Entries.Native("web/a", "web", 1));
        var etcd = Entries.View(Entries.Native(CopyOfWeb1, "web", 1));
        var plan = Step(Out, mesh, etcd);
        Assert.Empty(plan.Writes);
        Assert.Equal(new ServiceAddress("web", "10.0.0.1", 1), Assert.Single(plan.NewConflicts));
        Assert.Empty(Step(Out, mesh, etcd, plan.Next).NewConflicts);
        Assert.Single(Step(Out, mesh, etcd, plan.Next).Next.Conflicts);
        Assert.Empty(Step(In, etcd, mesh).Writes);
    }

    [Fact]
    public void A_copy_gives_way_when_its_address_becomes_native()
    {
        var mesh = Entries.View(
            Entries.Native("web/a", "web", 1),
            Entries.Copy("web/etcd/prod:" + CopyOfWeb1, "web", 1, Entries.Etcd));
        var plan = Step(In, Entries.View(Entries.Native(CopyOfWeb1, "web", 1)), mesh);
        Assert.Equal("web/etcd/prod:" + CopyOfWeb1, Assert.IsType<CopyWrite.Delete>(Assert.Single(plan.Writes)).Key);
    }

    [Fact]
    public void Two_instances_at_one_address_make_one_copy()
    {
        var plan = Step(Out, Entries.View(Entries.Native("web/b", "web", 1), Entries.Native("web/a", "web", 1)), Entries.View());
        Assert.Single(plan.Writes);
    }

    [Fact]
    public void A_critical_instance_is_withdrawn_on_its_word_however_many_they_are()
    {
        var ports = Enumerable.Range(1, 10).ToArray();
        var plan = Step(
            Out,
            Entries.View(ports.Select(p => Entries.Native($"web/{p}", "web", p, isOffered: false))),
            Entries.View(ports.Select(p => Entries.Copy($"/services/web/10.0.0.1:{p}", "web", p, Entries.Mesh))));
        Assert.Equal(10, plan.Writes.Count(w => w is CopyWrite.Delete));
    }

    [Fact]
    public void Copies_of_other_bridges_are_never_touched() => Assert.Empty(Step(
        Out, Entries.View(), Entries.View(Entries.Copy(CopyOfWeb1, "web", 1, Entries.Mesh, "b2"))).Writes);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Nothing_is_done_before_both_sides_are_complete(bool source, bool target)
    {
        var plan = MirrorStep.Decide(
            Out,
            Entries.View(Entries.Native("web/a", "web", 1)) with { IsComplete = source },
            Entries.View(Entries.Copy("/services/web/10.0.0.1:9", "web", 9, Entries.Mesh)) with { IsComplete = target },
            MirrorState.Empty,
            accepted: true,
            TimeSpan.Zero);
        Assert.Empty(plan.Writes);
    }

    [Fact]
    public void A_copy_whose_status_was_changed_by_others_is_written_anew_where_copies_have_one()
    {
        var original = Entries.Native(CopyOfWeb1, "web", 1);
        var copy = Entries.Copy("web/etcd/prod:" + CopyOfWeb1, "web", 1, Entries.Etcd);
        var lapsed = copy with { Instance = copy.Instance with { Status = InstanceStatus.Critical } };
        Assert.Empty(Step(In, Entries.View(original), Entries.View(copy)).Writes);
        Assert.IsType<CopyWrite.Put>(Assert.Single(Step(In, Entries.View(original), Entries.View(lapsed)).Writes));
    }

    [Fact]
    public void An_instance_that_the_target_cannot_hold_is_left_out_and_told_once()
    {
        var source = Entries.View(Entries.Native("web/a", "web", 0));
        var plan = Step(Out, source, Entries.View());
        Assert.Empty(plan.Writes);
        Assert.Equal("web/a: port: must be 1 to 65535 in etcd", Assert.Single(plan.NewUnfit));
        Assert.Empty(Step(Out, source, Entries.View(), plan.Next).NewUnfit);
    }

    [Fact]
    public void A_bridge_with_the_id_of_another_finds_its_copies()
    {
        Assert.Null(IdClash.Find("b1", Entries.Mesh, Entries.Etcd, Entries.View(Entries.Copy("web/x", "web", 1, Entries.Etcd)), Entries.View()));
        Assert.Contains("consul/dc1", IdClash.Find(
            "b1", Entries.Mesh, Entries.Etcd, Entries.View(Entries.Copy("web/x", "web", 1, Entries.Consul)), Entries.View()), StringComparison.Ordinal);
        Assert.Contains("mesh/away", IdClash.Find(
            "b1", Entries.Mesh, Entries.Etcd, Entries.View(), Entries.View(Entries.Copy("k", "web", 1, new BridgeOrigin("mesh", "away")))), StringComparison.Ordinal);
    }

    private static MirrorPlan Step(
        MirrorTerms terms, SideView source, SideView target, MirrorState? state = null, int seconds = 0) =>
        MirrorStep.Decide(terms, source, target, state ?? MirrorState.Empty, accepted: false, TimeSpan.FromSeconds(seconds));
}
