using System.Diagnostics.CodeAnalysis;
using System.Net;
using Mesh.Federation.Options;

namespace Mesh.Node.Federation;

/// <summary>Where the gateway's door for other meshes listens.</summary>
/// <param name="Port">TCP; 0 takes any free one. Datagrams of the overlay have the same number over UDP.</param>
internal sealed record FederationAddress(IPAddress Ip, int Port)
{
    /// <summary>Reads what <see cref="GatewayOptions.Gateway"/> holds.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FederationAddress? address)
    {
        address = GatewayOptions.TryAddress(text, out var at) ? new FederationAddress(at.Address, at.Port) : null;
        return address is not null;
    }
}
