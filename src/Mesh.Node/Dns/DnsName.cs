using System.Text;

namespace Mesh.Node.Dns;

/// <summary>Names between text and wire (RFC 1035 3.1). Pure.</summary>
internal static class DnsName
{
    public const int MaxLabelLength = 63;

    /// <summary>Dotted text as on the wire, uncompressed; null when it cannot be a name.</summary>
    public static byte[]? Encode(string name)
    {
        name = name.TrimEnd('.');
        var bytes = new List<byte>(name.Length + 2);
        foreach (var label in name.Split('.'))
        {
            if (name.Length == 0)
                break;
            var octets = Encoding.UTF8.GetBytes(label);
            if (octets.Length is 0 or > MaxLabelLength)
                return null;
            bytes.Add((byte)octets.Length);
            bytes.AddRange(octets);
        }

        bytes.Add(0);
        return bytes.Count <= DnsQuery.MaxNameLength ? [.. bytes] : null;
    }

    /// <summary>The labels of an uncompressed name that the parser has checked.</summary>
    public static string[] Labels(ReadOnlySpan<byte> wire)
    {
        var labels = new List<string>(6);
        while (wire[0] != 0)
        {
            labels.Add(Encoding.UTF8.GetString(wire.Slice(1, wire[0])));
            wire = wire[(1 + wire[0])..];
        }

        return [.. labels];
    }

    /// <summary>
    /// Copies a name with ASCII letters in lower case (RFC 4343). Length octets are below 'A', so it may go over the
    /// whole name.
    /// </summary>
    public static void Fold(ReadOnlySpan<byte> wire, Span<byte> folded)
    {
        for (var i = 0; i < wire.Length; i++)
        {
            var b = wire[i];
            folded[i] = (uint)(b - 'A') <= 'Z' - 'A' ? (byte)(b | 0x20) : b;
        }
    }
}
