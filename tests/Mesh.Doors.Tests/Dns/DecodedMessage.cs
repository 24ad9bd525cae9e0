using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

/// <summary>
/// Reads answers strictly, by the RFCs and not by the code under test: every name is followed, every count must be
/// right, and nothing may be left over.
/// </summary>
internal sealed record DecodedMessage(
    ushort Id,
    ushort Flags,
    string Question,
    DnsType Type,
    IReadOnlyList<DecodedRecord> Answers,
    IReadOnlyList<DecodedRecord> Authority,
    IReadOnlyList<DecodedRecord> Additional,
    DecodedRecord? Opt)
{
    public DnsRcode Rcode => (DnsRcode)((Flags & 0xf) | (Opt is null ? 0 : (int)(Opt.Ttl >> 24) << 4));

    public bool IsAuthoritative => (Flags & 0x0400) != 0;

    public bool IsTruncated => (Flags & 0x0200) != 0;

    public static DecodedMessage Decode(ReadOnlySpan<byte> packet)
    {
        var at = 12;
        var (name, type) = ("", default(DnsType));
        Assert.True(packet.Length >= 12, "shorter than a header");
        Assert.InRange(Word(packet, 4), 0, 1);
        if (Word(packet, 4) == 1)
        {
            name = Name(packet, ref at);
            type = (DnsType)Word(packet, at);
            at += 4;
        }

        var sections = new List<DecodedRecord>[3];
        for (var i = 0; i < sections.Length; i++)
        {
            sections[i] = [];
            for (var n = Word(packet, 6 + (2 * i)); n > 0; n--)
                sections[i].Add(Record(packet, ref at));
        }

        Assert.Equal(packet.Length, at);
        var opt = sections[2].SingleOrDefault(r => r.Type is DnsType.OPT);
        return new DecodedMessage(
            Word(packet, 0), Word(packet, 2), name, type, sections[0], sections[1],
            [.. sections[2].Where(r => r.Type is not DnsType.OPT)], opt);
    }

    /// <summary>In a fixed order, for answers come shuffled.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"< {Rcode}{(IsAuthoritative ? " aa" : "")}{(IsTruncated ? " tc" : "")}\n");
        foreach (var (mark, section) in new[] { ("", Answers), ("authority ", Authority), ("additional ", Additional) })
        {
            foreach (var line in section.Select(r => $"{mark}{r}").Order(StringComparer.Ordinal))
                text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static DecodedRecord Record(ReadOnlySpan<byte> packet, ref int at)
    {
        var name = Name(packet, ref at);
        var type = (DnsType)Word(packet, at);
        var (@class, ttl) = (Word(packet, at + 2), BinaryPrimitives.ReadUInt32BigEndian(packet[(at + 4)..]));
        var length = Word(packet, at + 8);
        at += 10;
        var end = at + length;
        var data = Data(packet[..end], ref at, type, length);
        Assert.Equal(end, at);
        return new DecodedRecord(name, type, @class, ttl, data);
    }

    private static string Data(ReadOnlySpan<byte> packet, ref int at, DnsType type, int length)
    {
        switch (type)
        {
            case DnsType.A or DnsType.AAAA:
                Assert.Equal(type is DnsType.A ? 4 : 16, length);
                at += length;
                return new IPAddress(packet.Slice(at - length, length)).ToString();
            case DnsType.SRV:
                var numbers = $"{Word(packet, at)} {Word(packet, at + 2)} {Word(packet, at + 4)}";
                at += 6;
                return $"{numbers} {Name(packet, ref at)}";
            case DnsType.SOA:
                var names = $"{Name(packet, ref at)} {Name(packet, ref at)}";
                at += 20;
                return $"{names} minimum {BinaryPrimitives.ReadUInt32BigEndian(packet[(at - 4)..])}";
            case DnsType.TXT:
                var strings = new StringBuilder();
                for (var end = at + length; at < end; at += packet[at] + 1)
                    strings.Append(Encoding.UTF8.GetString(packet.Slice(at + 1, packet[at])));
                return strings.ToString();
            case DnsType.OPT:
                at += length;
                return Convert.ToHexString(packet.Slice(at - length, length));
            default:
                return Name(packet, ref at);
        }
    }

    private static string Name(ReadOnlySpan<byte> packet, ref int at)
    {
        var text = new StringBuilder();
        var (here, octets) = (at, 0);
        var isJumped = false;
        while (packet[here] != 0)
        {
            if ((packet[here] & 0xc0) == 0xc0)
            {
                var target = Word(packet, here) & 0x3fff;
                Assert.True(target < here, "a pointer must point back");
                if (!isJumped)
                    at = here + 2;
                (here, isJumped) = (target, true);
                continue;
            }

            Assert.InRange(packet[here], 1, 63);
            text.Append(Encoding.UTF8.GetString(packet.Slice(here + 1, packet[here]))).Append('.');
            octets += packet[here] + 1;
            here += packet[here] + 1;
        }

        Assert.InRange(octets, 0, 254);
        if (!isJumped)
            at = here + 1;
        return text.Length == 0 ? "." : text.ToString();
    }

    private static ushort Word(ReadOnlySpan<byte> packet, int at) => BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
}
