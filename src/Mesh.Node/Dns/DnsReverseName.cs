using System.Globalization;
using System.Net;

namespace Mesh.Node.Dns;

/// <summary>Addresses as names under in-addr.arpa (RFC 1035 3.5) and ip6.arpa (RFC 3596 2.5). Pure.</summary>
internal static class DnsReverseName
{
    private const int Ip4Labels = 4;
    private const int Ip6Labels = 32;

    /// <summary>Null: not the name of a whole address.</summary>
    public static IPAddress? Parse(ReadOnlySpan<string> labels)
    {
        if (labels.Length < 2 || labels[^1] != "arpa")
            return null;
        return (labels.Length - 2, labels[^2]) switch
        {
            (Ip4Labels, "in-addr") => ParseIp4(labels),
            (Ip6Labels, "ip6") => ParseIp6(labels),
            _ => null,
        };
    }

    private static IPAddress? ParseIp4(ReadOnlySpan<string> labels)
    {
        Span<byte> bytes = stackalloc byte[Ip4Labels];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(labels[^(i + 3)], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return new IPAddress(bytes);
    }

    private static IPAddress? ParseIp6(ReadOnlySpan<string> labels)
    {
        Span<byte> bytes = stackalloc byte[Ip6Labels / 2];
        for (var i = 0; i < Ip6Labels; i++)
        {
            var label = labels[^(i + 3)];
            if (label.Length != 1 || !char.IsAsciiHexDigit(label[0]))
                return null;
            bytes[i / 2] = (byte)((bytes[i / 2] << 4) | Convert.ToInt32(label, 16));
        }

        return new IPAddress(bytes);
    }
}
