namespace Mesh.Telemetry;

/// <summary>The activities of the source <see cref="MeshTelemetry.ActivitySourceName"/>.</summary>
public static class MeshActivities
{
    /// <summary>A request through <c>HttpClient</c> for a service, all attempts; the requests to instances are its children.</summary>
    public const string Call = "mesh.call";

    public const string Register = "mesh.register";

    public const string Deregister = "mesh.deregister";

    public const string Drain = "mesh.drain";

    /// <summary>The status of an instance is set or given back.</summary>
    public const string SetStatus = "mesh.set_status";

    public const string SetPolicy = "mesh.set_policy";
}
