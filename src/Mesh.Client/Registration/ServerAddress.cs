using System.Globalization;
using System.Net;

namespace Mesh.Client.Registration;

/// <summary>One address that the application's server listens on.</summary>
/// <param name="Host">Null: all addresses of the machine.</param>
internal sealed record ServerAddress(string Scheme, string? Host, int Port)
{
    /// <summary>Reads what a server reports, such as "http://[::]:8080" or "https://*:443"; null when it is no TCP address.</summary>
    public static ServerAddress? Parse(string text)
    {
        var mark = text.IndexOf("://", StringComparison.Ordinal);
        if (mark <= 0)
            return null;
        var scheme = text[..mark];
        // A path may follow. Unix sockets and named pipes are "http://unix:/path" and "http://pipe:/name": no port.
        var authority = text[(mark + 3)..].Split('/', 2)[0];
        // Not the colon of an IPv6 address, which ends with a bracket.
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).Trim('[', ']');
        if (host.Length == 0 || PortOf(scheme, hasPort ? authority[(colon + 1)..] : null) is not { } port)
            return null;
        return new ServerAddress(scheme, IsAny(host) ? null : host, port);
    }

    /// <param name="text">Null: the scheme's own.</param>
    private static int? PortOf(string scheme, string? text)
    {
        if (text is null)
            return scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 443 : 80;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= IPEndPoint.MaxPort ? port : null;
    }

    private static bool IsAny(string host) =>
        host is "*" or "+"
        || (IPAddress.TryParse(host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
}
