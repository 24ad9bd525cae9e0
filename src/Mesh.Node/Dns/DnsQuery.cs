namespace Mesh.Node.Dns;

/// <summary>A question as a packet asks it. The name itself stays in the packet.</summary>
internal readonly record struct DnsQuery
{
    /// <summary>Octets of the header; the question follows it.</summary>
    public const int HeaderLength = 12;

    /// <summary>The longest name, with length octets and root (RFC 1035 2.3.4).</summary>
    public const int MaxNameLength = 255;

    /// <summary>What fits a datagram when the client says nothing (RFC 1035 4.2.1).</summary>
    public const int PlainSize = 512;

    public ushort Id { get; init; }

    /// <summary>The second word of the header as it came.</summary>
    public ushort Flags { get; init; }

    /// <summary>Octets of the question's name; its type and class follow.</summary>
    public int NameLength { get; init; }

    public DnsType Type { get; init; }

    public ushort Class { get; init; }

    public bool HasEdns { get; init; }

    /// <summary>The largest datagram that the client says it takes.</summary>
    public int PayloadSize { get; init; }

    public bool IsDnssecOk { get; init; }

    /// <summary>Where the data of a client subnet option is in the packet (RFC 7871), and its length; 0: none.</summary>
    public int SubnetAt { get; init; }

    public int SubnetLength { get; init; }

    public int QuestionLength => NameLength + 4;
}
