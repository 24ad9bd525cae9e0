namespace Mesh.Palette.Api;

/// <summary>What to look up: one of the first three.</summary>
public sealed record KadLookupQuery
{
    /// <summary>The meshes that export a service.</summary>
    public string? Service { get; init; }

    /// <summary>A mesh by its name or its id of 64 hexadecimal digits.</summary>
    public string? Mesh { get; init; }

    /// <summary>The gateways nearest to a point of 64 hexadecimal digits.</summary>
    public string? Node { get; init; }

    /// <summary>true: the records of all meshes, not only the first answer.</summary>
    public string? All { get; init; }

    /// <summary>How long to look, 100ms to 30s; null: 5s.</summary>
    public string? Deadline { get; init; }
}
