using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;

namespace Mesh.Doors.Tests.Bridge.Mirror;

public sealed class DeleteGuardTests
{
    private static readonly MirrorTerms In = new("b1", Entries.Etcd, Entries.Mesh, MeshFormat.Instance);

    [Theory]
    [InlineData(10, 3, false)]
    [InlineData(10, 4, true)]
    [InlineData(3, 2, false)]
    [InlineData(100, 31, true)]
    public void More_than_three_tenths_at_once_are_held_back_but_two_may_always_go(int copies, int gone, bool isHeld)
    {
        var plan = Step(copies, gone, MirrorState.Empty, 0);
        Assert.Equal(isHeld ? 0 : gone, plan.Writes.Length);
        Assert.Equal(isHeld ? gone : 0, plan.Held);
        Assert.Equal(isHeld, plan.HeldBecause.Contains("at once", StringComparison.Ordinal));
    }

    [Fact]
    public void Removals_one_by_one_count_together_within_the_window()
    {
        var first = Step(10, 3, MirrorState.Empty, 0);
        Assert.Equal(3, first.Writes.Length);
        Assert.Equal(2, Step(7, 2, first.Next, 1).Held);
        Assert.Equal(0, Step(7, 2, first.Next, 11).Held);
    }

    [Fact]
    public void What_an_operator_accepts_goes()
    {
        var held = Step(10, 6, MirrorState.Empty, 0);
        Assert.Empty(held.Writes);
        Assert.Equal(6, Step(10, 6, held.Next, 1, accepted: true).Writes.Length);
    }

    [Fact]
    public void An_empty_source_is_believed_after_two_more_complete_readings()
    {
        var first = Step(2, 2, MirrorState.Empty, 0, reading: 1);
        Assert.Equal((0, 2, true), (first.Writes.Length, first.Held, first.WantsReading));
        // Events without a reading confirm nothing.
        var again = Step(2, 2, first.Next, 1, reading: 1);
        Assert.Equal(2, again.Held);
        var second = Step(2, 2, again.Next, 2, reading: 2);
        Assert.Equal(2, second.Held);
        Assert.Equal(2, Step(2, 2, second.Next, 3, reading: 3).Writes.Length);
    }

    [Fact]
    public void A_source_that_is_there_again_starts_the_count_anew()
    {
        var empty = Step(2, 2, MirrorState.Empty, 0, reading: 1);
        var back = Step(2, 0, empty.Next, 1, reading: 2);
        Assert.Empty(back.Writes);
        Assert.Equal(2, Step(2, 2, back.Next, 2, reading: 3).Held);
    }

    [Fact]
    public void Without_a_bound_everything_may_go_at_once() =>
        Assert.Equal(9, Step(10, 9, MirrorState.Empty, 0, terms: In with { Guard = new GuardTerms(1) }).Writes.Length);

    private static MirrorPlan Step(
        int copies, int gone, MirrorState state, int seconds, bool accepted = false, long reading = 1, MirrorTerms? terms = null)
    {
        // Counted down from one end, so that what a step before removed is not there any more.
        var ports = Enumerable.Range(200 - copies, copies).ToArray();
        var source = Entries.View(ports.Skip(gone).Select(p => Entries.Native(Key(p), "web", p))) with { Reading = reading };
        var target = Entries.View(ports.Select(p => Entries.Copy($"web/etcd/prod:{Key(p)}", "web", p, Entries.Etcd)));
        return MirrorStep.Decide(terms ?? In, source, target, state, accepted, TimeSpan.FromSeconds(seconds));
    }

    private static string Key(int port) => $"/services/web/10.0.0.1:{port}";
}
