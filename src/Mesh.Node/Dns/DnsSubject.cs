using System.Net;

namespace Mesh.Node.Dns;

/// <summary>What a name stands for, before the catalogue is asked.</summary>
internal abstract record DnsSubject
{
    private DnsSubject()
    {
    }

    /// <summary>A name of another domain.</summary>
    public sealed record Foreign : DnsSubject;

    /// <summary>A name of the domain that cannot exist.</summary>
    public sealed record Nothing : DnsSubject;

    /// <summary>A name that has no records but names below it (RFC 8020).</summary>
    public sealed record Branch : DnsSubject;

    /// <summary>The domain itself.</summary>
    public sealed record Apex : DnsSubject;

    /// <summary>The name under which the door names itself in NS records.</summary>
    public sealed record NameServer : DnsSubject;

    /// <summary>
    /// Instances of a service. Names and tags may both hold dots, so there can be more than one reading of a name; the
    /// first one whose service exists counts.
    /// </summary>
    /// <param name="Mesh">The mesh that has them; null: this one.</param>
    public sealed record Service(IReadOnlyList<DnsReading> Readings, string? Mesh = null) : DnsSubject;

    /// <summary>A question that is kept under a name.</summary>
    public sealed record KeptQuery(string Name) : DnsSubject;

    public sealed record Node(string Name) : DnsSubject;

    public sealed record Address(IPAddress Ip) : DnsSubject;

    /// <summary>Who is at an address.</summary>
    public sealed record Reverse(IPAddress Ip) : DnsSubject;
}
