using Mesh.Client;
using Mesh.Client.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of the embedded node.</summary>
public static class MeshHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds the check "mesh" with the tags "mesh" and "ready": unhealthy until the node has joined and holds the whole
    /// catalogue, afterwards degraded at most. There is none for liveness, since no trouble of the node is cured by
    /// ending the process.
    /// </summary>
    public static IHealthChecksBuilder AddMesh(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // One for the process: it remembers.
        builder.Services.TryAddSingleton<MeshReadyCheck>();
        return builder.Add(new HealthCheckRegistration(
            "mesh", sp => sp.GetRequiredService<MeshReadyCheck>(), HealthStatus.Unhealthy, [MeshTags.Mesh, MeshTags.Ready]));
    }
}
