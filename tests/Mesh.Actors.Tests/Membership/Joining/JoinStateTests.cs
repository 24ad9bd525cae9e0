using System.Collections.Immutable;
using System.Net;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership.Joining;

namespace Mesh.Actors.Tests.Membership.Joining;

public class JoinStateTests
{
    private static readonly MeshTerms Terms = new("mesh", 64, 1);

    private static Owner Node(string address) => new(address, address.Length + address[0]);

    private static Moment At(double seconds) => new(TimeSpan.FromSeconds(seconds), default);

    private static Island Mesh(int members, string oldest = "10.0.0.9:1", long formedAt = 1) =>
        new(members, Node(oldest), formedAt);

    private static JoinInput.Answered Answer(string from, Island? island = null, bool listed = false, MeshTerms? terms = null) =>
        new(Node(from), terms ?? Terms, listed, island, false);

    private static JoinInput.Greeted Hello(string from) => new(from, new SeedGreeting(Node(from), ""));

    private static JoinInput.Resolved Resolved(string name, params string[] addresses) =>
        new(name, [.. addresses.Select(IPAddress.Parse)]);

    [Fact]
    public void Without_seeds_it_forms_its_own_mesh_at_once() =>
        Assert.Equal(["join 10.0.0.1:1"], new Joiner("10.0.0.1:1", []).Resolve(0));

    [Fact]
    public void Without_seeds_a_returning_node_asks_the_members_it_knew_first()
    {
        Assert.Equal(
            ["join 10.0.0.2:1"], new Joiner("10.0.0.1:1", [], known: ["10.0.0.2:1"]).Do(Answer("10.0.0.2:1", Mesh(2)), 1));

        var joiner = new Joiner("10.0.0.1:1", [], known: ["10.0.0.2:1"]);
        Assert.Equal(["greet 10.0.0.2:1"], joiner.Resolve(9));
        Assert.Empty(joiner.Silent("10.0.0.2:1", 9));
        Assert.Equal(["greet 10.0.0.2:1"], joiner.Resolve(19));
        Assert.Equal(["join 10.0.0.1:1"], joiner.Silent("10.0.0.2:1", 19));
    }

    [Fact]
    public void With_silent_seeds_it_waits_for_ever_and_says_how_long()
    {
        var joiner = new Joiner("10.0.0.1:1", ["10.0.0.2:1"]);
        joiner.Resolve(86_400);

        Assert.Contains("10.0.0.2:1", joiner.Told, StringComparison.Ordinal);
        Assert.Contains("86400 s", joiner.Told, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_seeds_are_asked_from_the_next_round_on_and_those_of_before_no_more()
    {
        var joiner = new Joiner("10.0.0.1:1", ["10.0.0.2:1"]);
        Assert.Equal(["greet 10.0.0.2:1"], joiner.Resolve(0));
        joiner.Silent("10.0.0.2:1", 0);
        Assert.Empty(joiner.Do(new JoinInput.Reseeded(["10.0.0.3:1"]), 1));

        Assert.Equal(["greet 10.0.0.3:1"], joiner.Resolve(2));
        joiner.Do(Hello("10.0.0.3:1"), 2);
        Assert.Equal(["join 10.0.0.3:1"], joiner.Do(Answer("10.0.0.3:1", Mesh(2)), 2));
    }

    [Theory]
    [InlineData(new[] { "10.0.0.2:1" }, false, true)]
    [InlineData(new[] { "10.0.0.2:1" }, true, false)]
    [InlineData(new[] { "10.0.0.3:1", "10.0.0.2:1" }, true, false)]
    public void Nodes_that_name_only_one_another_as_seeds_are_told_that_nobody_may_form_the_mesh(string[] seeds, bool isOtherListed, bool isTold)
    {
        var joiner = new Joiner("10.0.0.3:1", seeds);
        joiner.Do(Answer("10.0.0.2:1", listed: isOtherListed), 0.1);

        Assert.Contains("10.0.0.2:1 answers but is in no mesh yet", joiner.Told, StringComparison.Ordinal);
        Assert.Equal(isTold, joiner.Told.Contains("none of them, nor 10.0.0.3:1 itself, is among its own seeds", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_seed_forms_at_once_and_first_of_several_after_asking()
    {
        Assert.Equal(["join 10.0.0.1:1"], new Joiner("10.0.0.1:1", ["10.0.0.1:1"]).Resolve(0));

        string[] seeds = ["10.0.0.1:1", "10.0.0.2:1"];
        var joiner = new Joiner("10.0.0.1:1", seeds);
        Assert.Equal(["greet 10.0.0.2:1"], joiner.Resolve(0));
        Assert.Empty(joiner.Silent("10.0.0.2:1", 2));
        Assert.Equal(["greet 10.0.0.2:1"], joiner.Resolve(3));
        Assert.Equal(["join 10.0.0.1:1"], joiner.Silent("10.0.0.2:1", 3));
        Assert.Contains("join 10.0.0.1:1", new Joiner("10.0.0.1:1", seeds).Do(Answer("10.0.0.2:1", listed: true), 0.1));
    }

    /// <summary>However long the start of the node and its names took: nobody is silent who was not asked.</summary>
    [Fact]
    public void Nobody_counts_as_silent_before_he_was_asked()
    {
        var joiner = new Joiner("10.0.0.2:1", ["10.0.0.2:1", "mesh-1:1"]);
        Assert.Empty(joiner.Do(JoinInput.Round.Instance, 10));
        Assert.Equal(["greet mesh-1:1", "greet 10.0.0.1:1"], joiner.Do(Resolved("mesh-1", "10.0.0.1"), 20));

        Assert.Empty(joiner.Silent("mesh-1:1", 20));
        Assert.Empty(joiner.Silent("10.0.0.1:1", 20));
        Assert.Equal(["greet 10.0.0.1:1"], joiner.Resolve(23));
        Assert.Equal(["join 10.0.0.2:1"], joiner.Silent("10.0.0.1:1", 23));
    }

    [Fact]
    public void Slow_name_holds_up_no_other_and_is_looked_up_once_at_a_time()
    {
        var joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "slow:1", "quick:1"]);

        Assert.Equal(["resolve slow", "resolve quick", "greet 10.0.0.1:1"], joiner.DoAll(JoinInput.Round.Instance, 0));
        Assert.Equal(["greet quick:1", "greet 10.0.0.2:1"], joiner.Do(Resolved("quick", "10.0.0.2"), 0));
        Assert.DoesNotContain("resolve slow", joiner.DoAll(JoinInput.Round.Instance, 1));
        Assert.Equal(["greet slow:1"], joiner.Do(new JoinInput.Resolved("slow", null), 3));
        Assert.Contains("resolve slow", joiner.DoAll(JoinInput.Round.Instance, 4));
    }

    /// <summary>A name server that says nothing does not take back what it has said.</summary>
    [Fact]
    public void Name_that_is_not_answered_for_keeps_its_addresses_and_one_that_is_gone_does_not()
    {
        var joiner = new Joiner("10.0.0.9:1", ["mesh-1:1"]);
        Assert.Equal(["greet mesh-1:1", "greet 10.0.0.1:1"], [.. joiner.Resolve(0), .. joiner.Do(Resolved("mesh-1", "10.0.0.1"), 0)]);
        joiner.Silent("mesh-1:1", 0);
        joiner.Silent("10.0.0.1:1", 0);

        Assert.Equal(
            ["greet 10.0.0.1:1", "greet mesh-1:1"],
            [.. joiner.Do(JoinInput.Round.Instance, 1), .. joiner.Do(new JoinInput.Resolved("mesh-1", null), 4)]);
        joiner.Silent("10.0.0.1:1", 4);
        Assert.Equal(["greet 10.0.0.1:1"], joiner.Do(JoinInput.Round.Instance, 5));
        joiner.Do(Resolved("mesh-1"), 5);
        joiner.Silent("10.0.0.1:1", 5);

        Assert.Empty(joiner.Do(JoinInput.Round.Instance, 6));
    }

    /// <summary>The compose file before its second node is there, and one whose name server does not answer at all.</summary>
    [Theory]
    [InlineData(true, 3.75)]
    [InlineData(false, 8)]
    public void First_seed_forms_without_seeds_whose_names_nobody_knows(bool isAnswered, double latest)
    {
        var joiner = new Joiner("mesh-1:1", ["mesh-1:1", "mesh-2:1"]);
        string[] done = [];
        for (var second = 0.0; second <= latest; second += 0.25)
        {
            done = [.. done, .. joiner.Do(JoinInput.Round.Instance, second)];
            if (isAnswered)
                done = [.. done, .. joiner.Do(Resolved("mesh-2"), second), .. joiner.Silent("mesh-2:1", second)];
            else if (second == 3)
                done = [.. done, .. joiner.Do(new JoinInput.Resolved("mesh-2", null), second)];
            else if (second == 8)
                done = [.. done, .. joiner.Silent("mesh-2:1", second)];
        }

        Assert.Equal(["join mesh-1:1"], done.Where(d => d.StartsWith("join", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public void Node_that_was_greeted_and_has_not_answered_yet_is_not_silent()
    {
        var joiner = new Joiner("10.0.0.2:1", ["10.0.0.2:1", "10.0.0.1:1"]);
        joiner.Resolve(0);
        Assert.Equal(["knock 10.0.0.1:1"], joiner.Do(Hello("10.0.0.1:1"), 0));
        for (var second = 1; second < 15; second++)
        {
            Assert.Equal(["greet 10.0.0.1:1"], joiner.Resolve(second));
            Assert.Equal(["knock 10.0.0.1:1"], joiner.Do(Hello("10.0.0.1:1"), second));
        }

        Assert.Contains("join 10.0.0.2:1", joiner.Resolve(JoinRule.LongestWait.TotalSeconds));
    }

    /// <summary>A node with too many connections closes one before it has said who it is.</summary>
    [Fact]
    public void Who_takes_the_connection_and_says_nothing_is_not_silent()
    {
        var joiner = new Joiner("10.0.0.2:1", ["10.0.0.2:1", "10.0.0.1:1"]);
        for (var second = 0; second < 15; second++)
        {
            Assert.Equal(["greet 10.0.0.1:1"], joiner.Resolve(second));
            Assert.Empty(joiner.Do(new JoinInput.Greeted("10.0.0.1:1", SeedGreeting.Somebody), second));
        }

        Assert.Contains("join 10.0.0.2:1", joiner.Resolve(JoinRule.LongestWait.TotalSeconds));
    }

    [Fact]
    public void Who_has_not_come_back_to_a_question_yet_is_not_silent()
    {
        var joiner = new Joiner("10.0.0.2:1", ["10.0.0.2:1", "10.0.0.1:1"]);
        Assert.Equal(["greet 10.0.0.1:1"], joiner.Resolve(0));

        Assert.Empty(joiner.Resolve(14));
        Assert.Equal(["join 10.0.0.2:1"], joiner.Resolve(JoinRule.LongestWait.TotalSeconds));
    }

    [Fact]
    public void Lower_seed_that_is_there_forms_not_this_one()
    {
        var joiner = new Joiner("10.0.0.2:1", ["10.0.0.2:1", "10.0.0.1:1"]);

        Assert.Equal(["greet 10.0.0.1:1"], joiner.Resolve(0));
        Assert.Empty(joiner.Do(Answer("10.0.0.1:1", listed: true), 2));
        Assert.Empty(joiner.Silent("10.0.0.1:1", 4));
        Assert.Contains("join 10.0.0.2:1", joiner.Resolve(2 + JoinKnowledge.AnswerLife.TotalSeconds + 1));
    }

    [Fact]
    public void Largest_island_is_joined()
    {
        var joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"]);
        Assert.Equal(["join 10.0.0.1:1"], joiner.Do(Answer("10.0.0.1:1", Mesh(1, "10.0.0.1:1")), 1));
        joiner.Do(Answer("10.0.0.2:1", Mesh(3, "10.0.0.2:1")), 2);

        Assert.Contains("join 10.0.0.2:1", joiner.Resolve(1 + JoinState.Patience.TotalSeconds));
    }

    [Theory]
    [InlineData("blue", 64, 1, "mesh name (MeshName) is 'mesh' here and 'blue' there")]
    [InlineData("mesh", 256, 1, "bucket count (Buckets) is 64 here and 256 there")]
    [InlineData("mesh", 64, 2, "wire version is 1 here and 2 there")]
    public void Other_terms_are_refused_with_field_and_both_values(string name, int buckets, int version, string expected)
    {
        var other = new MeshTerms(name, buckets, version);
        var conflict = TermsConflict.Between(Terms, other)!;
        foreach (var input in (JoinInput[])
            [
                Answer("10.0.0.2:1", Mesh(1), terms: other),
                new JoinInput.Greeted("10.0.0.2:1", new SeedGreeting(Node("10.0.0.2:1"), conflict)),
            ])
        {
            var joiner = new Joiner("10.0.0.1:1", ["10.0.0.2:1"]);

            Assert.Empty(joiner.Do(input, 1));

            Assert.Contains(expected, joiner.Told, StringComparison.Ordinal);
            Assert.Contains("10.0.0.2:1", joiner.Told, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', joiner.Told);
        }

        var there = TermsConflict.AtAnswerer("10.0.0.1:1", TermsConflict.Between(other, Terms)!);
        Assert.Contains("10.0.0.1:1", there, StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_seed_does_not_keep_it_from_the_right_ones()
    {
        var joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"]);
        joiner.Do(new JoinInput.Greeted("10.0.0.1:1", new SeedGreeting(Node("10.0.0.1:1"), "another mesh")), 1);

        Assert.Equal(["join 10.0.0.2:1"], joiner.Do(Answer("10.0.0.2:1", Mesh(1)), 1));
    }

    [Fact]
    public void Seed_of_another_mesh_refuses_only_once_no_other_is_left()
    {
        var joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1"]);
        var refusal = new JoinInput.Greeted("10.0.0.1:1", new SeedGreeting(Node("10.0.0.1:1"), "another mesh"));
        joiner.Resolve(0);
        joiner.Do(refusal, 0);
        joiner.Silent("10.0.0.2:1", 0);
        Assert.False(joiner.IsRefused);

        // The third one has taken the connection, and says that it is there.
        Assert.Equal(["knock 10.0.0.3:1"], joiner.Do(Hello("10.0.0.3:1"), 5));
        joiner.Resolve(6);
        joiner.Do(refusal, 6);
        joiner.Silent("10.0.0.2:1", 6);
        Assert.False(joiner.IsRefused);
        Assert.Contains("another mesh", joiner.Told, StringComparison.Ordinal);

        joiner.Silent("10.0.0.3:1", 5 + JoinKnowledge.AnswerLife.TotalSeconds + 1);
        joiner.Do(refusal, 5 + JoinKnowledge.AnswerLife.TotalSeconds + 1);
        Assert.True(joiner.IsRefused);
    }

    [Fact]
    public void Seed_of_another_mesh_refuses_at_once_when_all_others_do_and_after_a_while_when_they_are_silent()
    {
        var refusals = ((string[])["10.0.0.1:1", "10.0.0.2:1"])
            .Select(a => new JoinInput.Greeted(a, new SeedGreeting(Node(a), "another mesh"))).ToArray();
        var joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"]);
        joiner.Resolve(0);
        joiner.Do(refusals[0], 0);
        Assert.False(joiner.IsRefused);
        joiner.Do(refusals[1], 0);
        Assert.True(joiner.IsRefused);

        joiner = new Joiner("10.0.0.9:1", ["10.0.0.1:1", "10.0.0.2:1"]);
        joiner.Resolve(0);
        joiner.Do(refusals[0], 0);
        joiner.Silent("10.0.0.2:1", 0);
        Assert.False(joiner.IsRefused);
        joiner.Resolve(3.75);
        joiner.Silent("10.0.0.2:1", 3.75);
        Assert.True(joiner.IsRefused);
    }

    /// <summary>Each form is asked; the node is known, knocked at and joined by the address that it names itself.</summary>
    [Fact]
    public void Node_behind_several_forms_is_knocked_at_once_and_under_its_own_address()
    {
        var joiner = new Joiner("10.0.0.9:1", ["mesh-1:1"], names: new() { ["mesh-1"] = [IPAddress.Parse("10.0.0.1")] });
        Assert.Equal(["greet mesh-1:1", "greet 10.0.0.1:1"], joiner.Resolve(0));

        Assert.Equal(["knock 10.0.0.1:1"], joiner.Do(new JoinInput.Greeted("mesh-1:1", new SeedGreeting(Node("10.0.0.1:1"), "")), 0));
        Assert.Empty(joiner.Do(new JoinInput.Greeted("10.0.0.1:1", new SeedGreeting(Node("10.0.0.1:1"), "")), 0));
        Assert.Equal(["join 10.0.0.1:1"], joiner.Do(Answer("10.0.0.1:1", Mesh(1)), 0));
    }

    [Fact]
    public void Member_that_a_seed_means_by_another_name_is_asked_no_more()
    {
        var joiner = new Joiner("10.0.0.9:1", ["elsewhere:1"]);
        joiner.Resolve(0);
        joiner.Do(new JoinInput.Greeted("elsewhere:1", new SeedGreeting(Node("10.0.0.1:1"), "")), 0);
        joiner.Do(new JoinInput.Situated(Mesh(2), [Node("10.0.0.9:1"), Node("10.0.0.1:1")], ["10.0.0.9:1", "10.0.0.1:1"]), 1);

        Assert.Empty(joiner.Resolve(60));
    }

    [Fact]
    public void Seed_that_turns_out_to_be_this_node_makes_it_one_of_its_seeds()
    {
        var joiner = new Joiner("10.0.0.9:1", ["me.example:1"]);
        joiner.Resolve(0);

        Assert.Equal(
            ["join 10.0.0.9:1"], joiner.Do(new JoinInput.Greeted("me.example:1", new SeedGreeting(Node("10.0.0.9:1"), "")), 0));
    }

    /// <summary>Seeds that hear each other: exactly one of them forms, whatever the order of their lists.</summary>
    [Fact]
    public void Of_seeds_that_hear_each_other_exactly_one_forms()
    {
        Gen.Int[1, 200].HashSet[2, 6].Sample(numbers =>
        {
            var seeds = numbers.Select(n => $"10.0.0.{n}:1").ToArray();
            var forming = seeds.Where(self =>
            {
                var joiner = new Joiner(self, [.. seeds.Reverse()]);
                string[] done = [.. seeds.Where(s => s != self).SelectMany(s => joiner.Do(Answer(s, listed: true), 1)), .. joiner.Resolve(5)];
                return done.Contains($"join {self}");
            });
            // With two or more, the one that has heard of all others forms at once; nobody else does later.
            Assert.Equal(seeds.Order(StringComparer.Ordinal).Take(1), forming);
        });
    }

    private static bool GivesWay(Island mine, Island theirs, bool knowsMe, params double[] seconds)
    {
        var (watch, effects) = (IslandWatch.Start, ImmutableArray<IslandEffect>.Empty);
        foreach (var second in seconds)
            (watch, effects) = watch.Step(new IslandInput.Met(theirs.Oldest, mine, theirs, knowsMe), At(second));
        return effects.Length > 0;
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
            var ways = new[] { (one, two), (two, one) }.Select(p => GivesWay(p.Item1, p.Item2, false, 1, 6));
            Assert.Single(ways, w => w);
        });
        Assert.False(GivesWay(Mesh(1, "a:1"), Mesh(9, "b:1"), true, 1, 2));
        Assert.False(GivesWay(Mesh(1, "a:1"), Mesh(9, "b:1"), false, 1, 60));
    }

    [Fact]
    public void Knocking_never_stops_and_never_gets_slower_than_its_bound()
    {
        Assert.Equal(KnockPace.First, KnockPace.After(0));
        Assert.Equal(KnockPace.Longest, KnockPace.After(int.MaxValue));
    }

    /// <summary>One node that looks for its mesh from second 0 on, with the orders that it gives as text.</summary>
    private sealed class Joiner
    {
        private readonly Dictionary<string, IReadOnlyList<IPAddress>> _names;
        private JoinState _state;

        public Joiner(
            string self, string[] seeds, string[]? known = null, Dictionary<string, IReadOnlyList<IPAddress>>? names = null)
        {
            _names = names ?? [];
            _state = JoinState.Start(
                new JoinSettings(Node(self), Terms, ValueList.From(seeds), ValueList.From(known ?? []), OwnsCluster: true), At(0));
        }

        public bool IsRefused { get; private set; }

        public string Told { get; private set; } = "";

        /// <summary>A round, with what the names mean that the test has named.</summary>
        public string[] Resolve(double at) =>
            [.. Do(JoinInput.Round.Instance, at), .. _names.SelectMany(n => Do(new JoinInput.Resolved(n.Key, n.Value), at))];

        /// <summary>Nobody answers to what was asked.</summary>
        public string[] Silent(string form, double at) => Do(new JoinInput.Greeted(form, SeedGreeting.Nobody), at);

        /// <summary>What it does to others, names aside.</summary>
        public string[] Do(JoinInput input, double at) =>
            [.. DoAll(input, at).Where(t => !t.StartsWith("resolve", StringComparison.Ordinal))];

        public string[] DoAll(JoinInput input, double at)
        {
            (_state, ImmutableArray<JoinEffect> effects) = _state.Step(input, At(at));
            return [.. effects.Select(Text).Where(t => t.Length > 0)];
        }

        private string Text(JoinEffect effect)
        {
            Told = effect switch
            {
                JoinEffect.Tell tell => tell.Detail,
                JoinEffect.TellRefused refused => refused.Line,
                _ => Told,
            };
            IsRefused |= effect is JoinEffect.TellRefused;
            return effect switch
            {
                JoinEffect.Resolve resolve => $"resolve {resolve.Name}",
                JoinEffect.Greet greet => $"greet {greet.Address}",
                JoinEffect.Knock knock => $"knock {knock.Address}",
                JoinEffect.Join join => $"join {join.Address}",
                _ => "",
            };
        }
    }
}
