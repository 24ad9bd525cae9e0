using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class GoalTests
{
    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(10, 9.99, false)]
    public void Least_of_a_figure_alone_is_met_from_its_bound_on(double bound, double mesh, bool met) =>
        Assert.Equal(met, Goal.AtLeast(bound).IsMet(mesh, null));

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(10, 10.01, false)]
    public void Most_of_a_figure_alone_is_met_up_to_its_bound(double bound, double mesh, bool met) =>
        Assert.Equal(met, Goal.AtMost(bound).IsMet(mesh, null));

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 4.9, false)]
    public void Least_multiple_is_met_by_the_ratio(double bound, double ratio, bool met) =>
        Assert.Equal(met, Goal.AtLeastTimes(bound).IsMet(1_000, ratio));

    [Theory]
    [InlineData(0.5, 0.5, true)]
    [InlineData(0.5, 0.51, false)]
    public void Most_multiple_is_met_by_the_ratio(double bound, double ratio, bool met) =>
        Assert.Equal(met, Goal.AtMostTimes(bound).IsMet(1_000, ratio));

    [Fact]
    public void Goal_beside_a_peer_is_open_while_the_peer_was_not_measured() =>
        Assert.Null(Goal.AtLeastTimes(5).IsMet(1_000, null));

    [Fact]
    public void Goal_is_open_while_nothing_was_measured() => Assert.Null(Goal.AtMost(5).IsMet(null, null));

    [Fact]
    public void No_goal_is_neither_met_nor_missed() => Assert.Null(Goal.None.IsMet(1, 1));

    [Fact]
    public void Goal_says_its_bound()
    {
        Assert.Equal("≥ 5 ×", Goal.AtLeastTimes(5).ToString());
        Assert.Equal("≤ 0.5 ×", Goal.AtMostTimes(0.5).ToString());
        Assert.Equal("≤ 1", Goal.AtMost(1).ToString());
        Assert.Equal("–", Goal.None.ToString());
    }
}
