using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership.Downing;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class DowningDecisionTests
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static Owner Node(int i) => new($"n{i}:1", i);

    /// <summary>A view of members 0 to phases.Length-1, oldest first; witnesses on this side hear nobody unreachable.</summary>
    private static DowningView View(
        int self, MemberPhase[] phases, Func<int, bool> reachable, Func<int, bool>? dead = null, TimeSpan? stable = null)
    {
        var members = Enumerable.Range(0, phases.Length)
            .Select(i => new SeenMember(Node(i), phases[i], !reachable(i), []))
            .ToImmutableArray();
        return new DowningView(
            Node(self),
            members,
            members.Where((m, i) => m.Unreachable && dead?.Invoke(i) == true).Select(m => m.Owner).ToImmutableHashSet(),
            stable ?? Long,
            members.Where(m => !m.Unreachable).ToImmutableDictionary(m => m.Owner, _ => ImmutableHashSet<Owner>.Empty));
    }

    private static MemberPhase[] Up(int count) => [.. Enumerable.Repeat(MemberPhase.Up, count)];

    private static Owner[] Decide(DowningView view) => [.. DowningDecision.Decide(view, StableAfter).Down];

    [Fact]
    public void Majority_removes_the_others_and_the_minority_waits()
    {
        Assert.Equal([Node(2)], Decide(View(0, Up(3), i => i < 2)));
        Assert.Empty(Decide(View(2, Up(3), i => i == 2)));
    }

    [Fact]
    public void Of_two_halves_the_one_with_the_oldest_acts()
    {
        Assert.Equal([Node(2), Node(3)], Decide(View(0, Up(4), i => i < 2)));
        Assert.Empty(Decide(View(2, Up(4), i => i >= 2)));
        Assert.Equal([Node(1)], Decide(View(0, Up(2), i => i == 0)));
        Assert.Empty(Decide(View(1, Up(2), i => i == 1)));
    }

    [Fact]
    public void Survivor_removes_peers_whose_port_refuses()
    {
        Assert.Equal([Node(0)], Decide(View(1, Up(2), i => i == 1, dead: i => i == 0)));
        Assert.Equal([Node(0), Node(1)], Decide(View(2, Up(3), i => i == 2, dead: _ => true)));
        Assert.Empty(Decide(View(2, Up(3), i => i == 2, dead: i => i == 1)));
    }

    [Fact]
    public void Nothing_happens_before_the_stable_time()
    {
        var early = StableAfter - TimeSpan.FromMilliseconds(1);
        Assert.Empty(Decide(View(0, Up(3), i => i < 2, stable: early)));
        Assert.Single(Decide(View(0, Up(3), i => i < 2, stable: StableAfter)));
    }

    [Fact]
    public void Oldest_of_the_side_acts_first()
    {
        Assert.Empty(Decide(View(1, Up(3), i => i < 2, stable: StableAfter)));
        Assert.Single(Decide(View(1, Up(3), i => i < 2, stable: 1.5 * StableAfter)));
    }

    [Fact]
    public void Nobody_is_removed_whom_a_witness_hears()
    {
        var view = View(0, Up(3), i => i < 2);
        var heard = view with { Sights = view.Sights.SetItem(Node(1), [Node(2)]) };
        var self = view with { Sights = view.Sights.SetItem(Node(0), [Node(2)]) };

        Assert.Empty(Decide(heard));
        Assert.Contains("still hears", DowningDecision.Decide(heard, StableAfter).Reason, StringComparison.Ordinal);
        Assert.Empty(Decide(self));
    }

    [Fact]
    public void Silent_witness_is_waited_for_but_not_for_ever()
    {
        var view = View(0, Up(3), i => i < 2);
        view = view with { Sights = view.Sights.Remove(Node(1)) };

        Assert.Empty(Decide(view with { StableFor = 3 * StableAfter }));
        Assert.Single(Decide(view with { StableFor = 4 * StableAfter }));
    }

    [Fact]
    public void Node_that_is_not_up_does_not_act()
    {
        foreach (var phase in (MemberPhase[])[MemberPhase.Joining, MemberPhase.WeaklyUp, MemberPhase.Leaving, MemberPhase.Exiting])
            Assert.Empty(Decide(View(2, [MemberPhase.Up, MemberPhase.Up, phase], i => i > 0)));
    }

    /// <summary>
    /// A clean cut of 2 to 9 members into two or three sides, some members crashed with their ports refusing those who
    /// can reach their machine. Sides may know an older or a newer phase of each member, the ages of members that are
    /// up are the same everywhere. Never do two sides remove each other's living members, and no side removes its own.
    /// </summary>
    [Fact]
    public void Two_sides_of_a_cut_never_remove_each_other()
    {
        var member = Gen.Select(Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 5], Gen.Int[0, 2].Select(i => i == 0));
        member.Array[2, 9].Sample(members =>
        {
            var acting = new List<int>();
            for (var side = 0; side < 3; side++)
            {
                var downed = SideDowns(members, side);
                Assert.DoesNotContain(downed, i => members[i].Item1 == side && !members[i].Item2);
                if (downed.Any(i => !members[i].Item2))
                    acting.Add(side);
            }

            Assert.True(acting.Count <= 1, $"sides {string.Join(',', acting)} remove each other");
        }, iter: 20_000);
    }

    /// <summary>Whom the members of a side remove together: each member (side, crashed, older phase, newer phase known).</summary>
    private static HashSet<int> SideDowns((int Side, bool Crashed, int Phase, bool Newer)[] members, int side)
    {
        var phases = members
            .Select(m => PhaseSeen(m.Phase, newer: m.Newer == (side == m.Side)))
            .ToArray();
        var downed = new HashSet<int>();
        for (var self = 0; self < members.Length; self++)
        {
            if (members[self].Side != side || members[self].Crashed)
                continue;
            var view = View(
                self,
                phases,
                i => members[i].Side == side && !members[i].Crashed,
                dead: i => members[i].Crashed && members[i].Side == side);
            downed.UnionWith(DowningDecision.Decide(view, StableAfter).Down.Select(o => o.Uid));
        }

        return downed;
    }

    /// <summary>Up, or on the way from it: the cut may have come between two phases.</summary>
    private static MemberPhase PhaseSeen(int phase, bool newer) => phase switch
    {
        0 => newer ? MemberPhase.Leaving : MemberPhase.Up,
        1 => newer ? MemberPhase.Exiting : MemberPhase.Leaving,
        _ => MemberPhase.Up,
    };

    [Fact]
    public void Stable_time_starts_anew_with_each_change_that_counts()
    {
        static ImmutableArray<SeenMember> Seen(params (int Node, MemberPhase Phase, bool Gone)[] members) =>
            [.. members.Select(m => new SeenMember(Node(m.Node), m.Phase, m.Gone, []))];

        static TimeSpan S(int s) => TimeSpan.FromSeconds(s);
        var stable = StableSince.Start(S(0)).See(Seen((0, MemberPhase.Up, false), (1, MemberPhase.Up, false)), S(1));
        Assert.Equal(S(1), stable.Since);

        stable = stable.See(Seen((0, MemberPhase.Up, false), (1, MemberPhase.Up, true)), S(2));
        Assert.Equal(S(2), stable.Since);

        stable = stable.See(Seen((0, MemberPhase.Up, false), (1, MemberPhase.Up, true), (2, MemberPhase.Joining, false)), S(3));
        Assert.Equal(S(2), stable.Since);

        Assert.Equal(S(9), stable.Restart(S(9)).Since);
    }
}
