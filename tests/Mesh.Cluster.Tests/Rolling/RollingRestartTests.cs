using Mesh.Testing.Load;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Rolling;

/// <summary>The trial "rolling" of bench/Mesh.Trials in small.</summary>
public sealed class RollingRestartTests
{
    [Fact]
    public async Task Instances_restarted_one_after_the_other_lose_no_request()
    {
        await using var fleet = await OrdersFleet.StartAsync(instances: 3);
        await using var load = SteadyLoad.Start(perSecond: 200, fleet.CallAsync);

        for (var restart = 0; restart < 5; restart++)
            await fleet.RestartAsync(restart % fleet.Instances.Count);

        var report = await load.StopAsync();
        Assert.Empty(report.Failures);
        Assert.Equal(report.Requests, report.Times.Length);
    }
}
