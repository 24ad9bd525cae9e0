using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>Who this gateway is to other meshes.</summary>
/// <param name="MeshId">The SHA-256 of the mesh's key.</param>
/// <param name="MeshName">As certified; in an open federation as configured.</param>
/// <param name="NodeId">The SHA-256 of this gateway's key.</param>
/// <param name="Address">
/// Where it listens for datagrams and what it tells others; its gRPC door for other meshes takes the same port over TCP.
/// </param>
/// <param name="Region">Place name for the locator; empty: not said.</param>
/// <param name="CanPublish">False: it holds no mesh key, or only asks (client mode).</param>
internal sealed record OverlaySelf(
    NodeId MeshId, string MeshName, NodeId NodeId, KadAddress Address, string Region, bool CanPublish)
{
    /// <summary>It only asks: others cannot reach it.</summary>
    public bool IsClient { get; init; }
}
