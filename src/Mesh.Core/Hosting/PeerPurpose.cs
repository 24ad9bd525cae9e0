namespace Mesh.Hosting;

/// <summary>What a peer shows its certificate as: what its extended key usage, where it has one, must name.</summary>
internal enum PeerPurpose
{
    Server,

    Client,
}
