using Mesh.Telemetry;

namespace OpenTelemetry.Trace;

/// <summary>Lets OpenTelemetry collect the activities of the mesh.</summary>
public static class MeshTracerProviderBuilderExtensions
{
    /// <summary>Adds the source "Mesh"; its activities are in <see cref="MeshActivities"/>.</summary>
    public static TracerProviderBuilder AddMeshInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(MeshTelemetry.ActivitySourceName);
    }
}
