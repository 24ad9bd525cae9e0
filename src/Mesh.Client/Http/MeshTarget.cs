using Mesh.Catalog;
using Mesh.Remote;

namespace Mesh.Client.Http;

/// <summary>
/// Which URIs name a service of the mesh. The rule looks at the URI alone, so a call never changes its way because of
/// what happens to be registered:
/// a single label (<c>http://orders</c>) or a name below <c>.service.mesh</c> is a service, one below
/// <c>.service.eu.mesh</c> is a service of the mesh eu, with <c>_name.</c> before
/// it one of its named ports (<c>http://_admin.orders</c>); a dot at the end means nothing. Other names with a dot are
/// services where the caller lists them. <c>localhost</c>, IP addresses and all other names are left alone.
/// </summary>
/// <param name="Host">The name as it was written, without the name of a port: what Host and TLS may say.</param>
/// <param name="IgnoredPort">A port that was written: instances listen where they are registered. 0: none.</param>
internal readonly record struct MeshTarget(string Service, string? PortName, SchemeChoice Scheme, string Host, int IgnoredPort)
{
    public const string Suffix = ".service.mesh";
    private const string Kind = ".service";
    private const string Domain = ".mesh";

    /// <param name="dotted">Names with a dot that are services.</param>
    public static bool TryParse(Uri? uri, out MeshTarget target, IEnumerable<string>? dotted = null)
    {
        target = default;
        // A host that begins with an underscore is Basic to .NET, not Dns.
        if (uri is not { IsAbsoluteUri: true, HostNameType: UriHostNameType.Dns or UriHostNameType.Basic }
            || SchemeChoices.Of(uri.Scheme) is not { } scheme)
        {
            return false;
        }

        var host = uri.Host.EndsWith('.') ? uri.Host[..^1] : uri.Host;
        string? portName = null;
        if (host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is > 1 and var dot)
            (portName, host) = (host[1..dot], host[(dot + 1)..]);
        if (ServiceOf(host, dotted) is not { } service)
            return false;
        target = new MeshTarget(service, portName, scheme, host, uri.IsDefaultPort || uri.Port < 0 ? 0 : uri.Port);
        return true;
    }

    private static string? ServiceOf(string host, IEnumerable<string>? dotted)
    {
        if (TryRemote(host, out var remote))
            return remote.ToString();
        var name = host;
        if (host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            name = host[..^Suffix.Length];
        else if (host.Contains('.', StringComparison.Ordinal) && dotted?.Contains(host, StringComparer.OrdinalIgnoreCase) is not true)
            return null;
        else if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return null;
        return ServiceName.TryParse(name, out var service, out _) ? service.Value : null;
    }

    /// <summary>"orders.service.eu.mesh", as the DNS door has it: the host of a URI has no place for '@'.</summary>
    private static bool TryRemote(string host, out RemoteName name)
    {
        name = default;
        if (!host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = host[..^Domain.Length];
        var dot = rest.LastIndexOf('.');
        return dot > 0
            && rest[..dot].EndsWith(Kind, StringComparison.OrdinalIgnoreCase)
            && RemoteName.TryParse($"{rest[..(dot - Kind.Length)]}@{rest[(dot + 1)..]}", out name, out _);
    }
}
