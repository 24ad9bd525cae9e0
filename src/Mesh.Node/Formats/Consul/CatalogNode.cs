using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>
/// The node that an external instance was registered on by catalog/register: one that no mesh node stands for.
/// </summary>
/// <param name="Id">A UUID, or empty when the client gave none.</param>
internal sealed record CatalogNode(string Name, string Address, string Id)
{
    public ValueMap<string> Meta { get; init; } = ValueMap<string>.Empty;

    /// <summary>Addresses by name; plain strings, unlike those of a service.</summary>
    public ValueMap<string> TaggedAddresses { get; init; } = ValueMap<string>.Empty;
}
