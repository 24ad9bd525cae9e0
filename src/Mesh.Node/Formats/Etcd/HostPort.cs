using System.Globalization;
using System.Text;

namespace Mesh.Node.Formats.Etcd;

/// <summary>"host:port", with an IPv6 address in brackets. Pure.</summary>
internal static class HostPort
{
    // A host name has at most 253 characters, then the port.
    private const int MaxLength = 260;

    public static bool TryParse(ReadOnlySpan<byte> text, out string host, out int port)
    {
        host = "";
        port = 0;
        return text.Length <= MaxLength && Ascii.IsValid(text) && TryParse(Encoding.ASCII.GetString(text), out host, out port);
    }

    public static bool TryParse(string text, out string host, out int port)
    {
        host = "";
        port = 0;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !TryPort(text.AsSpan(colon + 1), out port))
            return false;
        host = text[..colon];
        if (host[0] == '[' && host[^1] == ']')
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            return false;
        return Uri.CheckHostName(host) is not UriHostNameType.Unknown;
    }

    public static string Format(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    private static bool TryPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65_535;
}
