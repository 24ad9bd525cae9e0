using System.Globalization;
using System.Net;
using Mesh.Remote;

namespace Mesh.Node.Dns;

/// <summary>From the labels of a name, in lower case, to what it stands for. Pure.</summary>
internal static class DnsNameMapping
{
    public const string NameServer = "ns";

    private const string Service = "service";
    private const string Node = "node";
    private const string Addr = "addr";
    private const string Query = "query";
    private const string Tcp = "_tcp";
    private const string Port = "port";

    /// <param name="domain">The labels of the domain.</param>
    /// <param name="datacenter">The datacenter that stands for this mesh.</param>
    public static DnsSubject ToSubject(ReadOnlySpan<string> labels, ReadOnlySpan<string> domain, string datacenter)
    {
        if (labels.Length < domain.Length || !labels[^domain.Length..].SequenceEqual(domain))
            return DnsReverseName.Parse(labels) is { } ip ? new DnsSubject.Reverse(ip) : new DnsSubject.Foreign();
        labels = labels[..^domain.Length];
        if (labels.IsEmpty)
            return new DnsSubject.Apex();
        if (labels.Length == 1 && labels[0] == NameServer)
            return new DnsSubject.NameServer();
        var (kind, length, found) = Split(labels);
        var head = labels[..length];
        // What Consul's clients call a datacenter is the name of a mesh when it is not the own one.
        if (found is not null && found != datacenter)
            return kind is Service ? OfMesh(OfService(head), found) : new DnsSubject.Nothing();
        return kind switch
        {
            Service => OfService(head),
            Node => head.IsEmpty ? new DnsSubject.Branch() : new DnsSubject.Node(string.Join('.', head!)),
            Query => OfQuery(head),
            Addr => OfAddress(head),
            _ => OfBareService(labels, datacenter),
        };
    }

    /// <summary>Finds the label that says what kind of name it is: the last one, or the one before a datacenter.</summary>
    private static (string? Kind, int Before, string? Datacenter) Split(ReadOnlySpan<string> labels)
    {
        if (IsKind(labels[^1]))
            return (labels[^1], labels.Length - 1, null);
        if (labels.Length > 1 && IsKind(labels[^2]))
            return (labels[^2], labels.Length - 2, labels[^1]);
        return labels.Length > 2 && labels[^1] == "dc" && IsKind(labels[^3])
            ? (labels[^3], labels.Length - 3, labels[^2])
            : (null, 0, null);
    }

    private static DnsSubject OfMesh(DnsSubject subject, string mesh) => subject switch
    {
        _ when !RemoteName.IsMeshName(mesh) => new DnsSubject.Nothing(),
        DnsSubject.Service service => service with { Mesh = mesh },
        _ => new DnsSubject.Nothing(),
    };

    private static bool IsKind(string label) => label is Service or Node or Addr or Query;

    private static DnsSubject OfService(ReadOnlySpan<string> head)
    {
        if (head.IsEmpty)
            return new DnsSubject.Branch();
        if (head.Length == 2 && IsUnderscored(head[0]) && IsUnderscored(head[1]))
            return new DnsSubject.Service([Rfc2782(head)]);
        if (head.Length > 2 && IsUnderscored(head[0]) && head[1] == Tcp)
        {
            // The port of a service, or the service with a tag.
            return new DnsSubject.Service(
                [.. Readings(head[2..], head[0][1..]), new DnsReading(head[0][1..], string.Join('.', head[2..]!))]);
        }

        return head[0] == Tcp || (head.Length == 1 && IsUnderscored(head[0]))
            ? new DnsSubject.Branch()
            : new DnsSubject.Service([.. OfPort(head), .. Readings(head, null)]);
    }

    /// <summary>The readings of [tag.]port.port.service.</summary>
    private static List<DnsReading> OfPort(ReadOnlySpan<string> head)
    {
        var readings = new List<DnsReading>();
        for (var i = 1; i < head.Length - 1; i++)
        {
            if (head[i] == Port)
                readings.Add(new(string.Join('.', head[(i + 1)..]!), i == 1 ? null : string.Join('.', head[..(i - 1)]!), head[i - 1]));
        }

        return readings;
    }

    /// <summary>The form of RFC 2782 may leave the label "service" out.</summary>
    private static DnsSubject OfBareService(ReadOnlySpan<string> labels, string datacenter)
    {
        if (!IsUnderscored(labels[0]))
            return new DnsSubject.Nothing();
        if (labels.Length == 1)
            return new DnsSubject.Branch();
        return IsUnderscored(labels[1]) && (labels.Length == 2 || (labels.Length == 3 && labels[2] == datacenter))
            ? new DnsSubject.Service([Rfc2782(labels)])
            : new DnsSubject.Nothing();
    }

    private static DnsReading Rfc2782(ReadOnlySpan<string> labels) =>
        new(labels[0][1..], labels[1] == Tcp ? null : labels[1][1..]);

    private static List<DnsReading> Readings(ReadOnlySpan<string> head, string? port)
    {
        var readings = new List<DnsReading>(head.Length);
        for (var i = 0; i < head.Length; i++)
        {
            var tag = i == 0 ? null : string.Join('.', head[..i]!);
            readings.Add(new(string.Join('.', head[i..]!), tag, port));
        }

        return readings;
    }

    private static DnsSubject OfQuery(ReadOnlySpan<string> head) => head switch
    {
        [] => new DnsSubject.Branch(),
        [var name, Tcp] when IsUnderscored(name) => new DnsSubject.KeptQuery(name[1..]),
        [Tcp] => new DnsSubject.Branch(),
        _ => new DnsSubject.KeptQuery(string.Join('.', head!)),
    };

    private static DnsSubject OfAddress(ReadOnlySpan<string> head)
    {
        if (head.IsEmpty)
            return new DnsSubject.Branch();
        Span<byte> bytes = stackalloc byte[16];
        if (head.Length != 1 || head[0].Length is not (8 or 32) || !TryHex(head[0], bytes))
            return new DnsSubject.Nothing();
        return new DnsSubject.Address(new IPAddress(bytes[..(head[0].Length / 2)]));
    }

    private static bool TryHex(string text, Span<byte> bytes)
    {
        for (var i = 0; i < text.Length / 2; i++)
        {
            if (!byte.TryParse(text.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }

        return true;
    }

    private static bool IsUnderscored(string label) => label.Length > 1 && label[0] == '_';
}
