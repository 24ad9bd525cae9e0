using Mesh.Registry;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.Client.Tests.Health;

public sealed class MeshReadyCheckTests
{
    private readonly MeshHub _hub = new TestCatalog().Hub;

    [Theory]
    [InlineData(MeshPhase.Starting, HealthStatus.Unhealthy)]
    [InlineData(MeshPhase.Refused, HealthStatus.Unhealthy)]
    [InlineData(MeshPhase.Warming, HealthStatus.Unhealthy)]
    [InlineData(MeshPhase.Ready, HealthStatus.Healthy)]
    public async Task Node_that_was_never_ready_is_ready_only_with_the_whole_catalogue(MeshPhase phase, HealthStatus expected)
    {
        await using var services = Services();
        _hub.State = new MeshState(phase, "so it is");

        var entry = (await Report(services)).Entries["mesh"];

        Assert.Equal(expected, entry.Status);
        Assert.EndsWith(": so it is", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_that_was_ready_is_degraded_at_most()
    {
        await using var services = Services();
        await Report(services);
        _hub.State = new MeshState(MeshPhase.Ready, "");
        _hub.State = new MeshState(MeshPhase.Restarting, "quarantined");

        Assert.Equal(HealthStatus.Degraded, (await Report(services)).Status);
    }

    private static Task<HealthReport> Report(ServiceProvider services) =>
        services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_hub);
        services.AddHealthChecks().AddMesh();
        return services.BuildServiceProvider();
    }
}
