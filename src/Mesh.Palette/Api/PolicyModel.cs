using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>How all callers of a service choose. On input, what is left out takes its default.</summary>
public sealed record PolicyModel
{
    /// <summary>round-robin (default), random, weighted, power-of-two or consistent-hash.</summary>
    public string? Policy { get; init; }

    /// <summary>none, prefer (default) or strict: then nobody of another zone is picked, even where this one has nobody.</summary>
    public string? ZonePreference { get; init; }

    /// <summary>Fail open when more than this part of the instances is out for reasons of standing, 0 to 1; default 0.5.</summary>
    public double? FailOpen { get; init; }

    /// <summary>Percent of the picks by "version=X", "tag=X" or "zone=X", together at most 100.</summary>
    public Dictionary<string, int>? Shares { get; init; }

    /// <summary>May other meshes find and use the service? Left out: as before, at first no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Exported { get; init; }
}
