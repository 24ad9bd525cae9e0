using System.Net;

namespace Mesh.Node.Federation;

/// <summary>Where the gateway's door for other meshes listens, and under which name it speaks.</summary>
/// <param name="Port">TCP; 0 takes any free one. Datagrams of the overlay have the same number over UDP.</param>
internal sealed record FederationAddress(IPAddress Ip, int Port, string MeshName);
