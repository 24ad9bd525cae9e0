namespace Mesh.Node.Dns;

/// <summary>Response codes (RFC 1035 4.1.1, RFC 6891 9).</summary>
internal enum DnsRcode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NoSuchName = 3,
    NotImplemented = 4,
    Refused = 5,

    /// <summary>Needs EDNS: its upper bits are in the OPT record.</summary>
    BadVersion = 16,
}
