using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>How all callers of a service choose. Kept in the registry, settable from any node.</summary>
public sealed record ServicePolicy
{
    public static readonly ServicePolicy Default = new();

    /// <summary>
    /// One of <see cref="PickPolicies.Names"/>; default "round-robin". A node that does not have it picks by the default.
    /// </summary>
    public string Policy { get; init; } = PolicyNames.RoundRobin;

    public ZonePreference ZonePreference { get; init; } = ZonePreference.Prefer;

    /// <summary>
    /// Fail open when more than this part of the instances is out for reasons of standing, 0 to 1; default 0.5. With
    /// 1 the service never fails open, with 0 the unconfirmed are always offered.
    /// </summary>
    public double FailOpen { get; init; } = 0.5;

    /// <summary>
    /// Percent of the picks by selector "version=X", "tag=X" or "zone=X", each 0 to 100, together at most 100. What is
    /// not shared out goes to the instances that no selector names.
    /// </summary>
    public ValueMap<int> Shares { get; init; } = ValueMap<int>.Empty;

    /// <summary>May other meshes find and use the service? Default: no.</summary>
    public bool Exported { get; init; }
}
