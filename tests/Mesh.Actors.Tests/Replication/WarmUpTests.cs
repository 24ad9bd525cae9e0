using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class WarmUpTests
{
    private static readonly ImmutableSortedSet<Owner> Two = [Some.Owner(1), Some.Owner(2)];

    [Fact]
    public void Alone_is_warm_at_once() => Assert.True(WarmUp.Start.Next([]).IsWarm);

    [Fact]
    public void Warm_after_the_last_bucket_of_the_source()
    {
        var state = WarmUp.Start.Next(Two);
        var source = state.Source!;
        state = state.Told(source, ready: true, Enumerable.Range(0, WarmUp.Window + 1));
        (state, var first) = state.Ask();
        Assert.Equal(WarmUp.Window, first.Length);
        state = first.Aggregate(state, (s, i) => s.Received(source, i));
        Assert.False(state.IsWarm);
        (state, var rest) = state.Ask();
        Assert.Equal(WarmUp.Window, Assert.Single(rest));
        Assert.True(state.Received(source, WarmUp.Window).IsWarm);
    }

    [Fact]
    public void Source_that_holds_nothing_makes_warm()
    {
        var state = WarmUp.Start.Next(Two);
        Assert.True(state.Told(state.Source!, ready: true, []).IsWarm);
    }

    [Fact]
    public void Source_that_warms_itself_is_passed_over_until_all_were_asked_twice()
    {
        var state = WarmUp.Start;
        var asked = new List<Owner>();
        while (!state.IsWarm && asked.Count < 10)
        {
            state = state.Next(Two);
            asked.Add(state.Source!);
            state = state.Told(state.Source!, ready: false, []);
        }

        Assert.True(state.IsWarm);
        Assert.Equal([Some.Owner(1), Some.Owner(2), Some.Owner(1), Some.Owner(2), Some.Owner(1)], asked);
    }

    [Fact]
    public void Answer_of_another_than_the_source_changes_nothing()
    {
        var state = WarmUp.Start.Next(Two);
        Assert.Same(state, state.Told(Some.Owner(2), ready: true, []));
    }

    [Fact]
    public void Bucket_of_an_earlier_round_with_the_same_source_does_not_end_this_one()
    {
        var early = WarmUp.Start.Next([Some.Owner(1)]);
        (early, _) = early.Told(Some.Owner(1), ready: true, Enumerable.Range(0, 64)).Ask();
        var again = early.Next([Some.Owner(1)]);

        Assert.False(again.Received(Some.Owner(1), 0).IsWarm);
        (again, var asked) = again.Told(Some.Owner(1), ready: true, Enumerable.Range(0, 64)).Ask();
        Assert.Equal(again, again.Received(Some.Owner(1), 63));
        Assert.DoesNotContain(63, asked);
    }
}
