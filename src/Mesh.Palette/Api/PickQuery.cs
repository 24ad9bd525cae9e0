namespace Mesh.Palette.Api;

/// <summary>What is to be picked. Numbers as text, as they came; what is null is not asked for.</summary>
public sealed record PickQuery
{
    public string? Key { get; init; }

    /// <summary>Null: the policy of the service.</summary>
    public string? Policy { get; init; }

    /// <summary>How many different instances, 1 to 100; default 1.</summary>
    public string? Count { get; init; }

    public InstancesQuery Filter { get; init; } = InstancesQuery.Any;
}
