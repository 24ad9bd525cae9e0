using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Catalog;

/// <summary>"host:port" as nodes and seeds are written. IPv6 hosts stand in brackets. Pure.</summary>
public static class HostPort
{
    public static string Text(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        var bracketed = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[');
        return string.Create(CultureInfo.InvariantCulture, $"{(bracketed ? "[" + host + "]" : host)}:{port}");
    }

    /// <summary>Splits "host:port"; the port is 1 to 65535, an IPv6 host comes out without brackets.</summary>
    public static bool TrySplit(string? text, out string host, out int port)
    {
        (host, port) = ("", 0);
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port is < 1 or > IPEndPoint.MaxPort)
            return false;
        host = text![..colon];
        if (host is ['[', .., ']'])
            return IsV6(host = host[1..^1]);
        return host.All(IsHostCharacter);
    }

    private static bool IsV6(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
