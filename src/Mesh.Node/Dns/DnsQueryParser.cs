using System.Buffers.Binary;

namespace Mesh.Node.Dns;

/// <summary>
/// Reads what a client sent. Pure, without allocation, for any bytes: it never throws and never follows a compression
/// pointer. The name of a question is the first of its message, so there is nothing that it could point to, and of the
/// records after it only OPT is read, whose name is the root.
/// </summary>
internal static class DnsQueryParser
{
    /// <summary>Records beside the question; clients send one, OPT, or two, with TSIG.</summary>
    private const int MaxRecords = 16;

    private const ushort Response = 0x8000;
    private const ushort OpcodeMask = 0x7800;
    private const ushort DnssecOk = 0x8000;
    private const int SubnetOption = 8;

    public static DnsVerdict Parse(ReadOnlySpan<byte> packet, out DnsQuery query)
    {
        query = default;
        if (packet.Length < DnsQuery.HeaderLength)
            return DnsVerdict.Drop;
        query = new DnsQuery { Id = Word(packet, 0), Flags = Word(packet, 2), PayloadSize = DnsQuery.PlainSize };
        if ((query.Flags & Response) != 0)
            return DnsVerdict.Drop;
        if ((query.Flags & OpcodeMask) != 0)
            return DnsVerdict.NotImplemented;
        var records = Word(packet, 6) + Word(packet, 8) + Word(packet, 10);
        var at = DnsQuery.HeaderLength;
        if (Word(packet, 4) != 1 || records > MaxRecords || !SkipName(packet, ref at, mayPoint: false))
            return DnsVerdict.FormatError;
        if (packet.Length < at + 4)
            return DnsVerdict.FormatError;
        query = query with
        {
            NameLength = at - DnsQuery.HeaderLength,
            Type = (DnsType)Word(packet, at),
            Class = Word(packet, at + 2),
        };
        at += 4;
        var verdict = ReadRecords(packet, ref at, records, ref query);
        return verdict is DnsVerdict.Answer && at != packet.Length ? DnsVerdict.FormatError : verdict;
    }

    private static DnsVerdict ReadRecords(ReadOnlySpan<byte> packet, ref int at, int records, ref DnsQuery query)
    {
        var firstAdditional = records - Word(packet, 10);
        var verdict = DnsVerdict.Answer;
        for (var i = 0; i < records; i++)
        {
            var isRoot = at < packet.Length && packet[at] == 0;
            if (!SkipName(packet, ref at, mayPoint: true) || packet.Length < at + 10)
                return DnsVerdict.FormatError;
            var type = (DnsType)Word(packet, at);
            var head = packet.Slice(at, 10);
            at += 10;
            var length = Word(head, 8);
            if (packet.Length < at + length)
                return DnsVerdict.FormatError;
            if (type is DnsType.OPT)
            {
                if (i < firstAdditional || !isRoot || query.HasEdns || !ReadOpt(head, packet, at, length, ref query))
                    return DnsVerdict.FormatError;
                if (head[5] != 0)
                    verdict = DnsVerdict.BadVersion;
            }

            at += length;
        }

        return verdict;
    }

    private static bool ReadOpt(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> packet, int at, int length, ref DnsQuery query)
    {
        query = query with
        {
            HasEdns = true,
            PayloadSize = Math.Max(DnsQuery.PlainSize, (int)Word(head, 2)),
            IsDnssecOk = (Word(head, 6) & DnssecOk) != 0,
        };
        for (var end = at + length; at < end;)
        {
            if (end - at < 4)
                return false;
            var (code, size) = (Word(packet, at), Word(packet, at + 2));
            at += 4;
            if (end - at < size)
                return false;
            if (code == SubnetOption)
            {
                // Family, two prefix lengths and at most an IPv6 address.
                if (size is < 4 or > 20)
                    return false;
                query = query with { SubnetAt = at, SubnetLength = size };
            }

            at += size;
        }

        return true;
    }

    private static bool SkipName(ReadOnlySpan<byte> packet, ref int at, bool mayPoint)
    {
        var start = at;
        while (at < packet.Length)
        {
            var length = packet[at];
            if (length == 0)
            {
                at++;
                return at - start <= DnsQuery.MaxNameLength;
            }

            if ((length & 0xc0) == 0xc0)
            {
                at += 2;
                return mayPoint && at <= packet.Length;
            }

            if (length > 63)
                return false;
            at += 1 + length;
            if (at - start >= DnsQuery.MaxNameLength)
                return false;
        }

        return false;
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
