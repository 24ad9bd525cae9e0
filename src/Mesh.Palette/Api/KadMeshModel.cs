namespace Mesh.Palette.Api;

/// <summary>A mesh that was found.</summary>
/// <param name="Gateways">Each "address:port".</param>
public sealed record KadMeshModel(string Mesh, string Name, IReadOnlyList<string> Gateways, DateTimeOffset NotAfter);
