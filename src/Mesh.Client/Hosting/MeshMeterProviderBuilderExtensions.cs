using Mesh.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Lets OpenTelemetry collect what the mesh measures.</summary>
public static class MeshMeterProviderBuilderExtensions
{
    /// <summary>Adds the meter "Mesh"; its instruments are in <see cref="MeshInstruments"/>.</summary>
    public static MeterProviderBuilder AddMeshInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(MeshTelemetry.MeterName);
    }
}
