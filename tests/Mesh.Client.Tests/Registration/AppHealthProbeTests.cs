using Mesh.Catalog;
using Mesh.Client.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Client.Tests.Registration;

public sealed class AppHealthProbeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Application_without_health_checks_is_passing() =>
        Assert.Equal((InstanceStatus.Passing, ""), await Probe(null).LookAsync(default));

    [Fact]
    public async Task Worst_check_decides_and_is_named()
    {
        var probe = Probe(checks => checks
            .AddCheck("db", () => HealthCheckResult.Unhealthy("no connection"))
            .AddCheck("cache", () => HealthCheckResult.Degraded())
            .AddCheck("self", () => HealthCheckResult.Healthy()));

        Assert.Equal((InstanceStatus.Critical, "cache: Degraded; db: no connection"), await probe.LookAsync(default));
    }

    [Fact]
    public async Task Degraded_is_a_warning() => Assert.Equal(
        InstanceStatus.Warning,
        (await Probe(c => c.AddCheck("cache", () => HealthCheckResult.Degraded())).LookAsync(default)).Status);

    [Fact]
    public async Task Checks_of_the_mesh_itself_are_left_out()
    {
        var probe = Probe(c => c.AddCheck("mesh", () => HealthCheckResult.Unhealthy(), [MeshTags.Mesh]));

        Assert.Equal(InstanceStatus.Passing, (await probe.LookAsync(default)).Status);
    }

    [Fact]
    public async Task Check_that_hangs_is_critical_after_the_timeout()
    {
        var never = new TaskCompletionSource<HealthCheckResult>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = Probe(c => c.AddAsyncCheck("stuck", () =>
        {
            asked.SetResult();
            return never.Task;
        }));
        var look = probe.LookAsync(default);
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((InstanceStatus.Critical, "health checks gave no answer within 5s"), await look);
    }

    private AppHealthProbe Probe(Action<IHealthChecksBuilder>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (configure is not null)
            configure(services.AddHealthChecks());
        return new AppHealthProbe(
            services.BuildServiceProvider(),
            Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()),
            _time);
    }
}
