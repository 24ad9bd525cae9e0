using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>A node's merged picture at one revision. Immutable; readers hold it as long as they like.</summary>
public sealed class CatalogSnapshot
{
    public CatalogSnapshot(
        long revision,
        ImmutableDictionary<string, ServiceView> services,
        ImmutableDictionary<Owner, OwnerContact> contacts)
    {
        Revision = revision;
        Services = services;
        Contacts = contacts;
    }

    public long Revision { get; }

    /// <summary>By service name. A service without instances is not here.</summary>
    public ImmutableDictionary<string, ServiceView> Services { get; }

    /// <summary>When each owner was last heard of. This node itself is not in it.</summary>
    public ImmutableDictionary<Owner, OwnerContact> Contacts { get; }

    public ServiceView? Find(string service) =>
        Services.TryGetValue(ServiceName.Fold(service), out var view) ? view : null;
}
