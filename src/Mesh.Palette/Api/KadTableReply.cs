namespace Mesh.Palette.Api;

/// <summary>A gateway and its routing table.</summary>
public sealed record KadTableReply(
    string Node, string Mesh, string MeshName, string Address, bool Closed, int Buckets, IReadOnlyList<KadPeerModel> Peers);
