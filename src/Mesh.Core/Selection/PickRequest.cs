using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>What a caller wants picked. The default value asks for nothing in particular.</summary>
public readonly record struct PickRequest
{
    /// <summary>Equal keys go to the same instance as long as it is there; goes by the service's policy if that is keyed, else by consistent hash.</summary>
    public string? Key { get; init; }

    /// <summary>One of <see cref="PickPolicies.Names"/>; null: the service's policy.</summary>
    public string? Policy { get; init; }

    public InstanceFilter? Filter { get; init; }

    /// <summary>Instances not to be picked, such as those already tried.</summary>
    public IReadOnlyCollection<InstanceKey>? Exclude { get; init; }
}
