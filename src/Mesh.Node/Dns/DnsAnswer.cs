namespace Mesh.Node.Dns;

/// <summary>The answer to a question, for whoever asks it.</summary>
internal sealed record DnsAnswer(DnsRcode Rcode)
{
    public static readonly DnsAnswer Refused = new(DnsRcode.Refused);
    public static readonly DnsAnswer NotImplemented = new(DnsRcode.NotImplemented);
    public static readonly DnsAnswer ServerFailure = new(DnsRcode.ServerFailure);

    /// <summary>Stands for the name when a client's share is chosen.</summary>
    public ulong Name { get; init; }

    /// <summary>The answer comes from the one who knows (AA).</summary>
    public bool IsAuthoritative { get; init; }

    public DnsRecordSet Records { get; init; } = DnsRecordSet.Empty;

    /// <summary>A whole record for the authority section: the SOA of negative answers (RFC 2308); empty: none.</summary>
    public byte[] Authority { get; init; } = [];

    /// <summary>What the answer was made from; empty: it is made anew for each question.</summary>
    public IReadOnlyList<DnsSource> Sources { get; init; } = [];
}
