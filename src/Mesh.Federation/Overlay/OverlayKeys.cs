using Mesh.Catalog;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Overlay;

/// <summary>Where subjects lie in the overlay's space.</summary>
internal static class OverlayKeys
{
    /// <summary>All meshes of an overlay share one space of service names.</summary>
    public const string Space = "mesh";

    /// <summary>Why there is no key for it, in one line; null: there is.</summary>
    public static string? Refusal(OverlaySubject subject) => subject switch
    {
        OverlaySubject.Service service => ServiceName.TryParse(service.Name, out _, out var error) ? null : error,
        OverlaySubject.MeshNamed { Name.Length: 0 or > MeshCertificate.MaxNameBytes } named =>
            $"mesh: '{named.Name}' must have 1 to {MeshCertificate.MaxNameBytes} characters",
        _ => null,
    };

    /// <summary>Why a mesh may not publish under it, in one line; null: it may.</summary>
    public static string? Refusal(OverlaySubject subject, Credential own) => subject switch
    {
        OverlaySubject.MeshOf mesh when mesh.Id != own.MeshId => $"mesh: '{mesh.Id}' is not this mesh, {own.MeshId}",
        OverlaySubject.MeshNamed named when !string.Equals(named.Name, own.Mesh.Name, StringComparison.OrdinalIgnoreCase) =>
            $"mesh: '{named.Name}' is not the name of this mesh, '{own.Mesh.Name}'",
        _ => Refusal(subject),
    };

    public static string Text(OverlaySubject subject) => subject switch
    {
        OverlaySubject.Service service => $"service {service.Name}",
        OverlaySubject.MeshOf mesh => $"mesh {mesh.Id}",
        OverlaySubject.MeshNamed named => $"mesh named {named.Name}",
        _ => subject.ToString(),
    };

    public static NodeId Of(OverlaySubject subject) => subject switch
    {
        OverlaySubject.Service service => ServiceKey.Of(Space, service.Name),
        OverlaySubject.MeshOf mesh => ServiceKey.OfMesh(mesh.Id),
        OverlaySubject.MeshNamed named => ServiceKey.OfMeshName(named.Name),
        _ => throw new ArgumentException($"{subject} has no key", nameof(subject)),
    };

    /// <summary>The keys over which a service's meshes spread once its key is full; none for other subjects.</summary>
    public static IEnumerable<NodeId> ShardsOf(OverlaySubject subject) => subject is OverlaySubject.Service service
        ? Enumerable.Range(0, ServiceKey.Shards).Select(s => ServiceKey.OfShard(Space, service.Name, s))
        : [];

    /// <summary>The one of them that is this mesh's.</summary>
    public static NodeId? ShardOf(OverlaySubject subject, in NodeId meshId) => subject is OverlaySubject.Service service
        ? ServiceKey.OfShard(Space, service.Name, ServiceKey.ShardOf(meshId))
        : null;
}
