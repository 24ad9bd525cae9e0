namespace Mesh.Kademlia.Records;

/// <summary>One door of a mesh for other meshes.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Region">Place name, at most 32 bytes of UTF-8; empty: not said.</param>
/// <param name="Weight">Share of the questions it wants, 0 to 65,535.</param>
public sealed record GatewayEndpoint(KadAddress Address, string Region, int Weight);
