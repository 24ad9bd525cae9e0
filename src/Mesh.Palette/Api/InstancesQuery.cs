namespace Mesh.Palette.Api;

/// <summary>Which instances are wanted; what is null or empty is not asked for.</summary>
public sealed record InstancesQuery
{
    public static readonly InstancesQuery Any = new();

    public string? Status { get; init; }

    public string? Standing { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Zone { get; init; }

    public string? Version { get; init; }

    public bool IsAny => Status is null && Standing is null && Tags.Count == 0 && Zone is null && Version is null;
}
