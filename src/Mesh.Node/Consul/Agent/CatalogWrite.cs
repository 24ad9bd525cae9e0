using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>What a catalog/register asks for; nothing is done when there are faults.</summary>
internal sealed record CatalogWrite(CatalogNode Node, IReadOnlyList<InvalidField> Faults)
{
    /// <summary>Null: only checks of what is there.</summary>
    public ServiceInstance? Instance { get; init; }

    public ValueList<CatalogCheck> Checks { get; init; } = [];

    /// <summary>What is known of the node stays as it is.</summary>
    public bool KeepsNode { get; init; }
}
