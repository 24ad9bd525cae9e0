namespace Mesh.Palette.Api;

/// <summary>A registration that turns critical unless it is renewed. Durations as text, such as "10s".</summary>
/// <param name="DeregisterAfter">Time in status critical after which the instance is removed; "0s": never.</param>
public sealed record LeaseModel(string Ttl, string DeregisterAfter);
