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
    public static bool TrySplit(string? text, out string host, out int port) =>
        TryCut(text, out host, out port) && (text![0] == '[' ? IsV6(host) : host.All(IsHostCharacter));

    /// <summary>As <see cref="TrySplit"/>, but whether the host can be one is for the caller to judge.</summary>
    internal static bool TryCut(string? text, out string host, out int port)
    {
        (host, port) = ("", 0);
        if (string.IsNullOrEmpty(text) || PortOf(text) is not (>= 1 and <= IPEndPoint.MaxPort and var number))
            return false;
        (host, port) = (text[..text.LastIndexOf(':')], number);
        if (host is ['[', .., ']'])
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            return false;
        return host.Length > 0;
    }

    /// <summary>What stands before the last colon, without brackets; all of it when there is no colon. Not checked.</summary>
    internal static string HostOf(string text)
    {
        var colon = text.LastIndexOf(':');
        return (colon < 0 ? text : text[..colon]).Trim('[', ']');
    }

    /// <summary>The number after the last colon; null: there is none.</summary>
    internal static int? PortOf(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;
    }

    private static bool IsV6(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
