using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class OutcomeTests
{
    private static readonly Figure Rate = new("rate", "1/s", Goal.AtLeastTimes(2), "peer");

    [Fact]
    public void Outcome_compares_the_medians_of_both_sides()
    {
        var readings = new Readings();
        foreach (var value in (double[])[1_000, 5_000, 3_000])
            readings.Mesh(Rate, value);
        foreach (var value in (double[])[900, 1_000, 9_000])
            readings.Peer(Rate, value);

        var outcome = Outcome.Of(Rate, readings);

        Assert.Equal((3_000, 1_000, 3), (outcome.Mesh, outcome.Peer, outcome.Ratio));
        Assert.True(outcome.IsMet);
        Assert.False(outcome.IsMissing);
    }

    [Fact]
    public void Outcome_without_its_peer_is_missing_and_neither_met_nor_missed()
    {
        var readings = new Readings();
        readings.Mesh(Rate, 3_000);

        var outcome = Outcome.Of(Rate, readings);

        Assert.True(outcome.IsMissing);
        Assert.Null(outcome.Ratio);
        Assert.Null(outcome.IsMet);
    }

    [Fact]
    public void Outcome_of_a_figure_that_stands_alone_needs_no_peer()
    {
        var alone = new Figure("idle", "%", Goal.AtMost(1));
        var readings = new Readings();
        readings.Mesh(alone, 2);

        var outcome = Outcome.Of(alone, readings);

        Assert.False(outcome.IsMissing);
        Assert.False(outcome.IsMet);
    }
}
