using Mesh.Node.Data.Mirrors;
using Mesh.Views;

namespace Mesh.Node.Tests.Data;

public sealed class AbsenceRuleTests
{
    [Theory]
    [InlineData(true, MeshPhase.Ready)]
    [InlineData(false, MeshPhase.Warming)]
    [InlineData(false, MeshPhase.Ready, MeshPhase.Restarting, MeshPhase.Joining)]
    [InlineData(true, MeshPhase.Ready, MeshPhase.Leaving, MeshPhase.Stopped)]
    [InlineData(false, MeshPhase.Ready, MeshPhase.Restarting, MeshPhase.Leaving)]
    [InlineData(false, MeshPhase.Starting, MeshPhase.Stopped)]
    public void Absence_counts_at_a_node_that_is_ready_or_stops_after_it_was(bool expected, params MeshPhase[] phases)
    {
        var rule = new AbsenceRule();
        var counts = false;
        foreach (var phase in phases)
            counts = rule.Counts(phase);
        Assert.Equal(expected, counts);
    }

    [Theory]
    [InlineData(nameof(Absence.Deleted), false, false, false)]
    [InlineData(nameof(Absence.Deleted), false, false, true)]
    [InlineData(nameof(Absence.Elsewhere), true, false, false)]
    [InlineData(nameof(Absence.Unknown), true, false, true)]
    [InlineData(nameof(Absence.Unknown), false, true, false)]
    public void What_is_handed_over_while_the_node_stops_stays_stored(string expected, bool byOthers, bool asOwn, bool isStopping) =>
        Assert.Equal(expected, $"{AbsenceRule.Of(byOthers, asOwn, isStopping)}");
}
