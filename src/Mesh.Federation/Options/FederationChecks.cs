using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mesh.Catalog;
using Mesh.Federation.Trust;
using Mesh.Kademlia.Records;
using Mesh.Options;

namespace Mesh.Federation.Options;

/// <summary>Checks the options of a gateway: every fault, in words that name the key, the value and what would be right.</summary>
internal static class FederationChecks
{
    public static IReadOnlyList<string> Check(
        GatewayOptions options, string meshName, bool isInsecure, string section = GatewayOptions.Section)
    {
        List<string> faults = [.. OptionChecks.Check(options, section)];
        if (!options.IsGateway)
            return [.. faults, .. CheckUnused(options, section)];
        if (!TryAddress(options.Gateway, out var address))
            faults.Add($"{section}:Gateway: '{options.Gateway}' must be ADDRESS:PORT with an IP address that other meshes can reach, such as 10.0.0.1:4100");
        for (var i = 0; i < options.Seeds.Count; i++)
        {
            if (!HostPort.TrySplit(options.Seeds[i], out _, out _))
                faults.Add($"{section}:Seeds:{i}: '{options.Seeds[i]}' must be host:port, such as 10.0.0.1:4100");
        }

        CheckCredentials(faults, options, isInsecure || address is null || IPAddress.IsLoopback(address.Address), section);
        if (options.Credentials.Length == 0 && Encoding.UTF8.GetByteCount(meshName) > MeshCertificate.MaxNameBytes)
            faults.Add($"Mesh:MeshName: '{meshName}' must have at most {MeshCertificate.MaxNameBytes} bytes in a federation");
        return faults;
    }

    /// <summary>Where a gateway listens.</summary>
    public static bool TryAddress(string text, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var host = text == "localhost" || text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + text["localhost".Length..] : text;
        // Without a port the parser would take the last part of an IPv6 address for one.
        if (host.LastIndexOf(':') <= host.LastIndexOf(']') || host.Count(c => c == ':') > 1 && host[0] != '['
            || !IPEndPoint.TryParse(host, out var parsed)
            || parsed.Address.Equals(IPAddress.Any) || parsed.Address.Equals(IPAddress.IPv6Any))
            return false;
        address = parsed;
        return true;
    }

    private static IReadOnlyList<string> CheckUnused(GatewayOptions options, string section) =>
        options.Seeds.Count > 0 || options.Client || options.Credentials.Length > 0
            ? [$"{section}:Gateway: '' is required when other keys of this section are set"]
            : [];

    private static void CheckCredentials(List<string> faults, GatewayOptions options, bool isAmongFriends, string section)
    {
        if (options.Credentials.Length == 0)
        {
            if (options.Mode is FederationMode.Closed)
                faults.Add($"{section}:Credentials: '' is required in a closed federation; make them with mesh certs, or set {section}:Mode to open");
            else if (!isAmongFriends)
                faults.Add($"{section}:Credentials: '' is required beyond loopback; make them with mesh certs, or set Mesh:Insecure to true");
            return;
        }

        try
        {
            using var identity = GatewayIdentity.Load(options.Credentials, options.Mode is FederationMode.Closed);
            using var trust = new FederationTrust(identity.Authority, identity.Revocations);
            if (trust.Refusal(identity.Credential, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) is { } refusal)
                faults.Add($"{section}:Credentials: '{options.Credentials}' cannot be used: {refusal}");
        }
        catch (Exception trouble) when (trouble is CryptographicException or IOException or UnauthorizedAccessException or FormatException)
        {
            faults.Add($"{section}:Credentials: '{options.Credentials}' cannot be used: {trouble.Message}");
        }
    }
}
