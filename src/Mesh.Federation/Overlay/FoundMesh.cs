using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Overlay;

/// <summary>A mesh that was found; its signature, and in a closed federation its certificate, have been checked.</summary>
/// <param name="MeshId">The SHA-256 of <paramref name="PublicKey"/>.</param>
/// <param name="Name">In a closed federation certified; in an open one what the mesh calls itself.</param>
/// <param name="Locator">Where it can be asked; at least one gateway.</param>
/// <param name="NotAfter">Until when this may be believed.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of the mesh, DER. The chain that its gateways show over TLS ends in it.</param>
internal sealed record FoundMesh(
    NodeId MeshId, string Name, MeshLocator Locator, DateTimeOffset NotAfter, ReadOnlyMemory<byte> PublicKey)
{
    public bool Equals(FoundMesh? other) =>
        other is not null && MeshId == other.MeshId && Name == other.Name && Locator == other.Locator && NotAfter == other.NotAfter;

    public override int GetHashCode() => HashCode.Combine(MeshId, NotAfter);
}
