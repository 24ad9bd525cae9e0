using Mesh.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Registration;

/// <summary>
/// The application's own health checks as a status of its instances. The mesh's own checks are left out: an instance
/// is not worse because its node is busy joining. Without health checks an application that runs is passing.
/// </summary>
internal sealed class AppHealthProbe
{
    private readonly HealthCheckService? _checks;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;

    public AppHealthProbe(IServiceProvider services, IOptions<MeshClientOptions> options, TimeProvider time)
    {
        _checks = services.GetService<HealthCheckService>();
        _options = options.Value;
        _time = time;
    }

    public async Task<(InstanceStatus Status, string Note)> LookAsync(CancellationToken cancellation)
    {
        if (_checks is null)
            return (InstanceStatus.Passing, "");
        using var limit = new CancellationTokenSource(_options.HealthTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            // A check may ignore the token, so the wait has an end of its own.
            var report = await _checks.CheckHealthAsync(c => !c.Tags.Contains(MeshTags.Mesh), either.Token)
                .WaitAsync(either.Token);
            return (Status(report.Status), Note(report));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (InstanceStatus.Critical, $"health checks gave no answer within {DurationText.Format(_options.HealthTimeout)}");
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            return (InstanceStatus.Critical, $"health checks failed: {trouble.Message}");
        }
    }

    private static InstanceStatus Status(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => InstanceStatus.Passing,
        HealthStatus.Degraded => InstanceStatus.Warning,
        _ => InstanceStatus.Critical,
    };

    private static string Note(HealthReport report) => string.Join("; ", report.Entries
        .Where(e => e.Value.Status is not HealthStatus.Healthy)
        .OrderBy(e => e.Key, StringComparer.Ordinal)
        .Select(e => $"{e.Key}: {e.Value.Description ?? e.Value.Exception?.Message ?? e.Value.Status.ToString()}"));
}
