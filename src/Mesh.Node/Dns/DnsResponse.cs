using System.Buffers.Binary;

namespace Mesh.Node.Dns;

/// <summary>
/// Writes an answer for one client within its limit. Pure but for the dice. When not all records fit, the client gets
/// always the same ones, in shuffled order: by the highest hash of client, name and record (rendezvous), so that
/// clients which look again do not see members come and go, and all members have their clients.
/// </summary>
internal static class DnsResponse
{
    private const int OptLength = 11;
    private const int MaxPointer = 0x3fff;
    private const int PointerFlag = 0xc000;
    private const ushort Response = 0x8000;
    private const ushort Authoritative = 0x0400;
    private const ushort Truncated = 0x0200;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Opcode = 0x7800;

    /// <summary>What this server takes in a datagram.</summary>
    public const int OwnSize = 4_096;

    /// <summary>An answer that says only what is wrong; its question is left out, for it may not have been understood.</summary>
    public static int WriteFault(in DnsQuery query, DnsRcode rcode, Span<byte> output)
    {
        output[..DnsQuery.HeaderLength].Clear();
        WriteHeader(output, query, rcode, 0);
        if (!query.HasEdns)
            return DnsQuery.HeaderLength;
        var at = DnsQuery.HeaderLength;
        WriteOpt(output, ref at, default, query with { SubnetLength = 0 }, (int)rcode >> 4);
        Count(output, 10, 1);
        return at;
    }

    /// <summary>The question alone, cut: nothing is larger than what came.</summary>
    public static int WriteCut(ReadOnlySpan<byte> packet, in DnsQuery query, Span<byte> output)
    {
        var at = DnsQuery.HeaderLength + query.QuestionLength;
        output[..DnsQuery.HeaderLength].Clear();
        packet[DnsQuery.HeaderLength..at].CopyTo(output[DnsQuery.HeaderLength..]);
        if (query.HasEdns)
            WriteOpt(output, ref at, packet, query with { SubnetLength = 0 }, 0);
        WriteHeader(output, query, DnsRcode.NoError, Truncated);
        Count(output, 4, 1);
        Count(output, 10, query.HasEdns ? 1 : 0);
        return at;
    }

    /// <param name="packet">The question as it came: its name is given back letter by letter.</param>
    /// <param name="limit">The most octets that the answer may have.</param>
    /// <param name="client">Stands for the client when a share is chosen.</param>
    public static int Write(
        ReadOnlySpan<byte> packet,
        in DnsQuery query,
        DnsAnswer answer,
        int limit,
        ulong client,
        DnsScratch scratch,
        Span<byte> output)
    {
        var at = DnsQuery.HeaderLength + query.QuestionLength;
        output[..DnsQuery.HeaderLength].Clear();
        packet[DnsQuery.HeaderLength..at].CopyTo(output[DnsQuery.HeaderLength..]);
        var opt = query.HasEdns ? OptLength + (query.SubnetLength > 0 ? 4 + query.SubnetLength : 0) : 0;
        var end = limit - opt;
        // Beside a very long name there may be no room for it.
        var authority = answer.Authority.Length <= end - at ? answer.Authority : [];
        var chosen = Choose(answer.Records, end - at, client, scratch, out var isCut);
        scratch.Shuffle(chosen);
        var firstAt = at;
        foreach (var i in chosen)
        {
            var bytes = answer.Records.BytesOf(in answer.Records.Records.ItemRef(i));
            bytes.CopyTo(output[at..]);
            at += bytes.Length;
        }

        authority.CopyTo(output[at..]);
        at += authority.Length;
        var additional = WriteAddresses(answer.Records, chosen, firstAt, ref at, end, scratch, output);
        if (query.HasEdns)
            WriteOpt(output, ref at, packet, query, 0);
        var flags = (answer.IsAuthoritative ? Authoritative : 0) | (isCut ? Truncated : 0);
        WriteHeader(output, query, answer.Rcode, (ushort)flags);
        Count(output, 4, 1);
        Count(output, 6, chosen.Length);
        Count(output, 8, authority.Length > 0 ? 1 : 0);
        Count(output, 10, additional + (query.HasEdns ? 1 : 0));
        return at;
    }

    private static Span<int> Choose(
        DnsRecordSet set, int room, ulong client, DnsScratch scratch, out bool isCut)
    {
        var order = scratch.Order(set.Records.Length);
        isCut = set.Length > room;
        if (!isCut)
            return order;
        var ranks = scratch.Ranks(order.Length);
        for (var i = 0; i < order.Length; i++)
            ranks[i] = ~StableHash.Mix(set.Records[i].Member ^ client);
        ranks.Sort(order);
        var fitting = 0;
        while (fitting < order.Length && set.Records[order[fitting]].Length <= room)
            room -= set.Records[order[fitting++]].Length;
        return order[..fitting];
    }

    /// <summary>The addresses of the names that the answer points to, as many as fit: they are a courtesy.</summary>
    private static int WriteAddresses(
        DnsRecordSet set, ReadOnlySpan<int> chosen, int recordAt, ref int at, int end, DnsScratch scratch, Span<byte> output)
    {
        if (set.Addresses.IsEmpty)
            return 0;
        var written = scratch.Written(set.Addresses.Length);
        var count = 0;
        foreach (var i in chosen)
        {
            ref readonly var record = ref set.Records.ItemRef(i);
            var targetAt = recordAt + record.TargetAt;
            recordAt += record.Length;
            if (record.Address < 0 || written[record.Address] != 0)
                continue;
            var address = set.Addresses[record.Address];
            var name = targetAt <= MaxPointer ? [] : set.BytesOf(in record)[record.TargetAt..];
            if (at + address.Length + (name.IsEmpty ? 2 : name.Length) > end)
                break;
            if (name.IsEmpty)
                Count(output, at, PointerFlag | targetAt);
            name.CopyTo(output[at..]);
            at += name.IsEmpty ? 2 : name.Length;
            address.CopyTo(output[at..]);
            at += address.Length;
            written[record.Address] = 1;
            count++;
        }

        return count;
    }

    private static void WriteHeader(Span<byte> output, in DnsQuery query, DnsRcode rcode, ushort flags)
    {
        Count(output, 0, query.Id);
        Count(output, 2, Response | flags | (query.Flags & (RecursionDesired | Opcode)) | ((int)rcode & 0xf));
    }

    private static void WriteOpt(Span<byte> output, ref int at, ReadOnlySpan<byte> packet, in DnsQuery query, int upperRcode)
    {
        var opt = output[at..];
        opt[..OptLength].Clear();
        Count(opt, 1, (int)DnsType.OPT);
        Count(opt, 3, OwnSize);
        opt[5] = (byte)upperRcode;
        opt[7] = (byte)(query.IsDnssecOk ? 0x80 : 0);
        at += OptLength;
        if (query.SubnetLength == 0)
            return;
        Count(opt, 9, 4 + query.SubnetLength);
        Count(opt, 11, 8);
        Count(opt, 13, query.SubnetLength);
        packet.Slice(query.SubnetAt, query.SubnetLength).CopyTo(opt[15..]);
        // The answer does not depend on the client's net (RFC 7871 7.2.1).
        opt[15 + 3] = 0;
        at += 4 + query.SubnetLength;
    }

    private static void Count(Span<byte> output, int at, int value) =>
        BinaryPrimitives.WriteUInt16BigEndian(output[at..], (ushort)value);
}
