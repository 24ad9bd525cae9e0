using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>The siblings that the registry works with.</summary>
internal sealed record RegistryPeers(ICanTell Replication, ICanTell Heartbeats, ICanTell Membership, ICanTell Select)
{
    /// <inheritdoc cref="CatalogView.IsHeard"/>
    public Func<ServiceInstance, bool>? IsHeard { get; init; }
}
