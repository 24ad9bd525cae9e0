namespace Mesh.Federation.Link;

/// <summary>A gateway that may be asked for a remote service.</summary>
/// <param name="MeshId">The mesh, as the overlay knows it.</param>
/// <param name="Address">Where its gateway listens, "host:port".</param>
internal sealed record ImportCandidate(string MeshId, string Address);
