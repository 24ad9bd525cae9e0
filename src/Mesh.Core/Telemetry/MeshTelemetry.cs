namespace Mesh.Telemetry;

/// <summary>By what names a node and its clients are watched. They change with a release note only.</summary>
public static class MeshTelemetry
{
    /// <summary>The meter; its instruments are in <see cref="MeshInstruments"/>.</summary>
    public const string MeterName = "Mesh";

    /// <summary>The source of activities; their names are in <see cref="MeshActivities"/>.</summary>
    public const string ActivitySourceName = "Mesh";
}
