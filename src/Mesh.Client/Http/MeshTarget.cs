using Mesh.Catalog;
using Mesh.Remote;

namespace Mesh.Client.Http;

/// <summary>
/// Which URIs name a service of the mesh. The rule looks at the URI alone, so a call never changes its way because of
/// what happens to be registered:
/// a single label (<c>http://orders</c>) or a name below <c>.service.mesh</c> is a service, one below
/// <c>.service.eu.mesh</c> is a service of the mesh eu, with <c>_name.</c> before
/// it one of its named ports (<c>http://_admin.orders</c>). <c>localhost</c>, IP addresses, other names with a dot and
/// anything with a port of its own are left alone.
/// </summary>
internal readonly record struct MeshTarget(string Service, string? PortName)
{
    public const string Suffix = ".service.mesh";
    private const string Kind = ".service";
    private const string Domain = ".mesh";

    public static bool TryParse(Uri? uri, out MeshTarget target)
    {
        target = default;
        // A host that begins with an underscore is Basic to .NET, not Dns.
        if (uri is not { IsAbsoluteUri: true, IsDefaultPort: true } || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.Basic))
            return false;

        var host = uri.Host;
        string? portName = null;
        if (host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is > 1 and var dot)
            (portName, host) = (host[1..dot], host[(dot + 1)..]);

        if (TryRemote(host, out var remote))
        {
            target = new MeshTarget(remote.ToString(), portName);
            return true;
        }

        if (host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            host = host[..^Suffix.Length];
        else if (host.Contains('.', StringComparison.Ordinal) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return false;

        if (!ServiceName.TryParse(host, out var service, out _))
            return false;
        target = new MeshTarget(service.Value, portName);
        return true;
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
