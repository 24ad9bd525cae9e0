using Mesh.Testing;
using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Restarts;

/// <summary>
/// The trial "restarts" of bench/Mesh.Trials in small. What depends on the machine's speed is given so long that it says
/// nothing here; what was once seen to be settled, or gone, has to stay so at any speed.
/// </summary>
public sealed class RollingNodeRestartTests
{
    private static readonly RestartBounds Bounds = new(
        Spread: Patience.Limit, Away: Patience.Limit, Suspect: Patience.Limit, Removed: Patience.Limit * 2, Checked: Patience.Limit, Lost: Patience.Limit);

    private static readonly RestartPlan Plan = new(
        Instances: 40,
        Rounds: 1,
        IsKill: false,
        Away: TimeSpan.FromSeconds(1),
        Rest: TimeSpan.Zero,
        ReadPause: TimeSpan.FromMilliseconds(100),
        ChurnPause: TimeSpan.FromMilliseconds(500),
        Noticed: Patience.Limit);

    [Fact]
    public async Task Rolling_restart_leaves_registered_what_is_registered_and_gone_what_is_gone()
    {
        await using var fleet = await RestartFleet.StartAsync();
        var run = await RestartRun.RunAsync(fleet, Plan, seed: 1);

        var history = run.Recorder.History;
        Assert.Equal(RestartFleet.Count, history.Downtimes.Length);
        Assert.Equal(4 * RestartFleet.Count, history.Readings.Select(r => (r.Node, r.Door)).Distinct().Count());
        // Nodes of a busy machine doubt each other, which takes what they hold out of rotation for a while.
        Assert.Empty(RestartModel.Check(history, Bounds).Where(f => f.Rule != RestartModel.NotOffered).Select(f => $"{f}").Take(20));
        Assert.Empty(run.Recorder.Refusals);
    }
}
