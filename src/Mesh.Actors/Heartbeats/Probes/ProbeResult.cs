using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>What one check found: passing, warning or critical, and what was seen, in words.</summary>
internal sealed record ProbeResult
{
    private ProbeResult(InstanceStatus status, string detail)
    {
        Status = status;
        Detail = detail;
    }

    public InstanceStatus Status { get; }

    public string Detail { get; }

    /// <summary>The same at more length, such as with the body of an answer.</summary>
    public string Output { get => field ?? Detail; init; }

    /// <summary>Does the instance work, be it with a remark?</summary>
    public bool IsGood => Status is not InstanceStatus.Critical;

    public static ProbeResult Passing(string detail) => new(InstanceStatus.Passing, detail);

    public static ProbeResult Warning(string detail) => new(InstanceStatus.Warning, detail);

    public static ProbeResult Critical(string detail) => new(InstanceStatus.Critical, detail);
}
