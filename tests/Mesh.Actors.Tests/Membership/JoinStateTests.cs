using System.Net;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Actors.Tests.Membership;

public class JoinStateTests
{
    private static readonly MeshTerms Terms = new("mesh", 64, 1);
    private static readonly Dictionary<string, IReadOnlyList<IPAddress>> NoNames = [];

    private static Owner Node(string address) => new(address, address.Length + address[0]);

    private static TimeSpan S(double s) => TimeSpan.FromSeconds(s);

    private static JoinState State(string self, string[] seeds, string[]? known = null) =>
        JoinState.Start(Node(self), Terms, TimeSpan.Zero).With(
            SeedExpansion.Expand(seeds, known ?? [], self, NoNames));

    private static KnockAnswer Answer(string from, Island? island = null, bool listed = false, MeshTerms? terms = null) =>
        new(Node(from), terms ?? Terms, listed, island, false);

    private static Island Mesh(int members, string oldest = "10.0.0.9:1", long formedAt = 1) =>
        new(members, Node(oldest), formedAt);

    [Fact]
    public void Without_seeds_it_forms_its_own_mesh_at_once() =>
        Assert.IsType<JoinDecision.Form>(State("10.0.0.1:1", []).Decide(S(0)));

    [Fact]
    public void Without_seeds_a_returning_node_asks_the_members_it_knew_first()
    {
        var state = State("10.0.0.1:1", [], known: ["10.0.0.2:1"]);

        Assert.IsType<JoinDecision.Wait>(state.Decide(S(9)));
        Assert.Equal(new JoinDecision.Join("10.0.0.2:1"), state.With(Answer("10.0.0.2:1", Mesh(2)), S(1)).Decide(S(1)));
        Assert.IsType<JoinDecision.Form>(state.Decide(S(10)));
    }

    [Fact]
    public void With_silent_seeds_it_waits_for_ever_and_says_how_long()
    {
        var wait = Assert.IsType<JoinDecision.Wait>(State("10.0.0.1:1", ["10.0.0.2:1"]).Decide(S(86_400)));

        Assert.Contains("10.0.0.2:1", wait.Detail, StringComparison.Ordinal);
        Assert.Contains("86400 s", wait.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_seed_forms_at_once_and_first_of_several_after_waiting()
    {
        Assert.IsType<JoinDecision.Form>(State("10.0.0.1:1", ["10.0.0.1:1"]).Decide(S(0)));

        var state = State("10.0.0.1:1", ["10.0.0.1:1", "10.0.0.2:1"]);
        Assert.IsType<JoinDecision.Wait>(state.Decide(S(2)));
        Assert.IsType<JoinDecision.Form>(state.Decide(S(3)));
        Assert.IsType<JoinDecision.Form>(state.With(Answer("10.0.0.2:1", listed: true), S(0.1)).Decide(S(0.1)));
    }

    [Fact]
    public void Lower_seed_that_is_there_forms_not_this_one()
    {
        var state = State("10.0.0.2:1", ["10.0.0.2:1", "10.0.0.1:1"]).With(Answer("10.0.0.1:1", listed: true), S(2));

        Assert.IsType<JoinDecision.Wait>(state.Decide(S(4)));
        Assert.IsType<JoinDecision.Form>(state.Decide(S(2) + JoinState.AnswerLife + S(1)));
    }

    [Fact]
    public void Largest_island_is_joined()
    {
        var state = State("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"])
            .With(Answer("10.0.0.1:1", Mesh(1, "10.0.0.1:1")), S(1))
            .With(Answer("10.0.0.2:1", Mesh(3, "10.0.0.2:1")), S(1));

        Assert.Equal(new JoinDecision.Join("10.0.0.2:1"), state.Decide(S(1)));
    }

    [Theory]
    [InlineData("blue", 64, 1, "mesh name (MeshName) is 'mesh' here and 'blue' there")]
    [InlineData("mesh", 256, 1, "bucket count (Buckets) is 64 here and 256 there")]
    [InlineData("mesh", 64, 2, "wire version is 1 here and 2 there")]
    public void Other_terms_are_refused_with_field_and_both_values(string name, int buckets, int version, string expected)
    {
        var other = new MeshTerms(name, buckets, version);
        var state = State("10.0.0.1:1", ["10.0.0.2:1"]).With(Answer("10.0.0.2:1", Mesh(1), terms: other), S(1));

        var refused = Assert.IsType<JoinDecision.Refused>(state.Decide(S(1)));

        Assert.Contains(expected, refused.Line, StringComparison.Ordinal);
        Assert.Contains("10.0.0.2:1", refused.Line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Line);
        var there = TermsConflict.AtAnswerer("10.0.0.1:1", TermsConflict.Between(other, Terms)!);
        Assert.Contains("10.0.0.1:1", there, StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_seed_does_not_keep_it_from_the_right_ones()
    {
        var state = State("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"])
            .With(Answer("10.0.0.1:1", Mesh(5), terms: Terms with { MeshName = "blue" }), S(1))
            .With(Answer("10.0.0.2:1", Mesh(1)), S(1));

        Assert.Equal(new JoinDecision.Join("10.0.0.2:1"), state.Decide(S(1)));
    }

    /// <summary>Seeds that hear each other: exactly one of them forms, whatever the order of their lists.</summary>
    [Fact]
    public void Of_seeds_that_hear_each_other_exactly_one_forms()
    {
        Gen.Int[1, 200].HashSet[2, 6].Sample(numbers =>
        {
            var seeds = numbers.Select(n => $"10.0.0.{n}:1").ToArray();
            var forming = seeds.Where(self => seeds.Where(s => s != self)
                .Aggregate(State(self, [.. seeds.Reverse()]), (state, other) => state.With(Answer(other, listed: true), S(1)))
                .Decide(S(5)) is JoinDecision.Form);
            Assert.Single(forming);
        });
    }

    [Fact]
    public void Islands_agree_on_who_gives_way_and_islands_that_are_one_do_not()
    {
        var gen = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3])
            .Select((members, oldest, formed) => new Island(members, Node($"10.0.0.{oldest}:1"), formed));
        Gen.Select(gen, gen).Sample((one, two) =>
        {
            if (one.Oldest == two.Oldest)
                return;
            Assert.NotEqual(IslandRule.Outranks(one, two), IslandRule.Outranks(two, one));
            var watches = new[] { (one, two), (two, one) }
                .Select(p => IslandWatch.Start.See(p.Item1, p.Item2, false, S(1)).See(p.Item1, p.Item2, false, S(6)));
            Assert.Single(watches, w => w.MustMove);
        });
        Assert.False(IslandWatch.Start.See(Mesh(1, "a:1"), Mesh(9, "b:1"), true, S(1)).See(Mesh(1, "a:1"), Mesh(9, "b:1"), true, S(2)).MustMove);
        Assert.False(IslandWatch.Start.See(Mesh(1, "a:1"), Mesh(9, "b:1"), false, S(1)).See(Mesh(1, "a:1"), Mesh(9, "b:1"), false, S(60)).MustMove);
    }

    [Fact]
    public void Knocking_never_stops_and_never_gets_slower_than_its_bound()
    {
        Assert.Equal(KnockPace.First, KnockPace.After(0));
        Assert.Equal(KnockPace.Longest, KnockPace.After(int.MaxValue));
    }
}
