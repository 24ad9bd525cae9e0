using System.Security.Cryptography;
using Mesh.Federation.Options;
using Mesh.Federation.Trust;

namespace Mesh.Federation.Link;

/// <summary>The certificates in the folder that the options name, read once.</summary>
/// <param name="Value">Null: no folder, so in the clear; checked options allow it on loopback or when told so.</param>
internal sealed record FederationTlsSource(FederationTls? Value)
{
    /// <exception cref="IOException">A file is missing or holds something else; the message names it.</exception>
    public static FederationTlsSource From(GatewayOptions options, TlsRefusals refusals)
    {
        if (!options.IsGateway || options.Credentials.Length == 0)
            return new FederationTlsSource(Value: null);
        string File(string name) => Path.Combine(options.Credentials, name);
        try
        {
            return new FederationTlsSource(FederationTls.Load(
                File(IdentityFiles.GatewayCertificate),
                File(IdentityFiles.GatewayKey),
                options.Mode is FederationMode.Closed ? File(IdentityFiles.AuthorityCertificate) : null,
                refusals));
        }
        catch (CryptographicException trouble)
        {
            throw new IOException($"certificates in '{options.Credentials}' cannot be used: {trouble.Message}", trouble);
        }
    }
}
