using System.Net;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Actors.Tests.Membership;

public class KnockTurnsTests
{
    private static readonly SeedContact One = new("one:1", ["one:1", "10.0.0.1:1"], false, true);
    private static readonly SeedContact Two = new("10.0.0.2:1", ["10.0.0.2:1"], false, true);
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void Silent_form_is_left_and_its_link_closed_before_the_next_has_its_turn()
    {
        var (first, orders) = KnockTurns.Start.Step([One, Two], Nobody, TimeSpan.Zero);
        Assert.Equal(["10.0.0.2:1", "one:1"], orders.Knock);
        Assert.Empty(orders.Release);

        (first, orders) = first.Step([One, Two], Nobody, KnockTurns.FirstTurn - TimeSpan.FromTicks(1));
        Assert.Equal(["10.0.0.2:1", "one:1"], orders.Knock);

        (first, orders) = first.Step([One, Two], Nobody, KnockTurns.FirstTurn);
        Assert.Equal(["10.0.0.1:1", "10.0.0.2:1"], orders.Knock);
        Assert.Equal(["one:1"], orders.Release);
    }

    [Fact]
    public void Turns_get_longer_up_to_a_bound_and_go_round()
    {
        var turns = KnockTurns.Start;
        var changes = new List<(string Address, TimeSpan At)>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(3); now += TimeSpan.FromSeconds(0.5))
        {
            (turns, var orders) = turns.Step([One], Nobody, now);
            if (changes.Count == 0 || orders.Knock.Single() != changes[^1].Address)
                changes.Add((orders.Knock.Single(), now));
        }

        double[] expected = [1.5, 3, 6, 12, 24, 24, 24, 24, 24, 24];
        Assert.Equal(expected, changes.Zip(changes.Skip(1), (a, b) => (b.At - a.At).TotalSeconds));
        Assert.Equal(2, changes.Select(c => c.Address).Distinct().Count());
    }

    [Fact]
    public void Form_that_answered_is_kept_however_slow_it_was()
    {
        var (turns, _) = KnockTurns.Start.Step([One], Nobody, TimeSpan.Zero);
        (turns, var orders) = turns.Step([One], Nobody, TimeSpan.FromSeconds(2));
        Assert.Equal(["10.0.0.1:1"], orders.Knock);

        (turns, orders) = turns.Step([One], new HashSet<string> { "one:1" }, TimeSpan.FromSeconds(3));
        Assert.Equal(["one:1"], orders.Knock);
        Assert.Equal(["10.0.0.1:1"], orders.Release);

        (_, orders) = turns.Step([One], new HashSet<string> { "one:1" }, TimeSpan.FromSeconds(30));
        Assert.Equal(["one:1"], orders.Knock);
    }

    [Fact]
    public void Contact_that_needs_no_knock_any_more_is_released()
    {
        var (turns, _) = KnockTurns.Start.Step([One, Two], Nobody, TimeSpan.Zero);

        (turns, var orders) = turns.Step([Two], Nobody, TimeSpan.FromSeconds(1));

        Assert.Equal(["one:1"], orders.Release);
        Assert.Equal(["10.0.0.2:1"], orders.Knock);
        Assert.Empty(turns.Step([], Nobody, TimeSpan.FromSeconds(2)).Orders.Knock);
    }

    [Fact]
    public void Two_forms_of_one_node_never_have_open_links_at_once()
    {
        string[] forms = ["a:1", "b:1", "c:1"];
        var contact = new SeedContact("x", ValueList.From(forms), false, true);
        var answer = Gen.OneOf(forms.Append("nobody").Select(Gen.Const).ToArray());
        Gen.Select(Gen.Int[0, 4000], answer).Array[1, 60].Sample(steps =>
        {
            var (turns, open, now) = (KnockTurns.Start, new HashSet<string>(), TimeSpan.Zero);
            foreach (var (ms, who) in steps)
            {
                now += TimeSpan.FromMilliseconds(ms);
                (turns, var orders) = turns.Step([contact], new HashSet<string> { who }, now);
                open.ExceptWith(orders.Release);
                open.UnionWith(orders.Knock);
                if (open.Count != 1)
                    return false;
            }

            return true;
        });
    }

    [Fact]
    public void Member_is_known_by_the_numbers_of_its_name_for_a_minute()
    {
        string[] members = ["one:1", "10.0.0.9:1"];
        var names = MemberNames.Start.With(
            ["one"], new Dictionary<string, IReadOnlyList<IPAddress>> { ["one"] = [IPAddress.Parse("10.0.0.1")] }, TimeSpan.Zero);

        Assert.Equal(["one"], MemberNames.Start.Due(members, TimeSpan.Zero));
        Assert.Empty(names.Due(members, MemberNames.Life - TimeSpan.FromTicks(1)));
        Assert.Equal(["one"], names.Due(members, MemberNames.Life));
        Assert.Equal(["one:1", "10.0.0.1:1", "10.0.0.9:1"], names.Forms(members));
        Assert.Equal(["one"], names.Only(["10.0.0.9:1"]).Due(members, TimeSpan.Zero));
    }
}
