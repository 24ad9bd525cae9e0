namespace Mesh.Palette.Api;

/// <summary>The status to set.</summary>
public sealed record StatusBody
{
    /// <summary>Required: passing, warning, critical, draining or starting.</summary>
    public string? Status { get; init; }

    /// <summary>Kept for explain; at most 512 characters.</summary>
    public string? Reason { get; init; }
}
