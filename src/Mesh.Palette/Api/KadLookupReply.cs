namespace Mesh.Palette.Api;

/// <summary>What a lookup found and what it took.</summary>
/// <param name="Whole">False: the deadline cut it short.</param>
public sealed record KadLookupReply(
    IReadOnlyList<KadMeshModel> Meshes,
    IReadOnlyList<KadPeerModel> Peers,
    bool Whole,
    int Hops,
    int Requests,
    int Failures,
    double Ms);
