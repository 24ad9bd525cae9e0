using System.Collections.Immutable;

namespace Mesh.Node.Dns;

/// <summary>
/// Records of one name, ready to be copied into answers in any order: their owner is a pointer to the name of the
/// question, and no other pointer is in them.
/// </summary>
internal sealed class DnsRecordSet
{
    public static readonly DnsRecordSet Empty = new([], [], []);

    private readonly byte[] _bytes;

    public DnsRecordSet(byte[] bytes, ImmutableArray<DnsRecord> records, ImmutableArray<byte[]> addresses)
    {
        _bytes = bytes;
        Records = records;
        Addresses = addresses;
    }

    public ImmutableArray<DnsRecord> Records { get; }

    /// <summary>Address records for the names that records point to, without owner.</summary>
    public ImmutableArray<byte[]> Addresses { get; }

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> BytesOf(in DnsRecord record) => _bytes.AsSpan(record.Start, record.Length);
}
