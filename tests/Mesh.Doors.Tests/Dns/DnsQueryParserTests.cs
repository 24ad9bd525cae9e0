using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

public sealed class DnsQueryParserTests
{
    [Fact]
    public void Question_with_edns_is_read()
    {
        byte[] subnet = [0, 8, 0, 7, 0, 1, 24, 0, 10, 1, 2];
        var packet = DnsPackets.Question("Web.service.mesh", DnsType.SRV, 1_232, options: [0, 10, 0, 2, 7, 7, .. subnet]);
        Assert.Equal(DnsVerdict.Answer, DnsQueryParser.Parse(packet, out var query));
        Assert.Equal(DnsPackets.Id, query.Id);
        Assert.Equal(DnsType.SRV, query.Type);
        Assert.Equal(18, query.NameLength);
        Assert.True(query.HasEdns);
        Assert.Equal(1_232, query.PayloadSize);
        Assert.Equal(new byte[] { 0, 1, 24, 0, 10, 1, 2 }, packet.AsSpan(query.SubnetAt, query.SubnetLength).ToArray());
    }

    [Theory]
    [InlineData(null, 512)]
    [InlineData(100, 512)]
    [InlineData(65_535, 65_535)]
    public void Size_that_the_client_names_has_a_least(int? edns, int expected)
    {
        DnsQueryParser.Parse(DnsPackets.Question("a.mesh", DnsType.A, edns), out var query);
        Assert.Equal(expected, query.PayloadSize);
    }

    [Theory]
    [InlineData(2, 0x8000, nameof(DnsVerdict.Drop))] // an answer
    [InlineData(2, 0x2800, nameof(DnsVerdict.NotImplemented))] // an update
    [InlineData(4, 0, nameof(DnsVerdict.FormatError))] // no question
    [InlineData(4, 2, nameof(DnsVerdict.FormatError))] // two
    [InlineData(6, 1, nameof(DnsVerdict.FormatError))] // a record that is not there
    [InlineData(10, 17, nameof(DnsVerdict.FormatError))] // too many records
    [InlineData(10, 0, nameof(DnsVerdict.FormatError))] // octets left over
    [InlineData(12, 0xc00c, nameof(DnsVerdict.FormatError))] // a name that points to itself
    [InlineData(12, 0x4061, nameof(DnsVerdict.FormatError))] // a label of 64 octets
    public void Malformed_header_is_refused(int at, int word, string expected)
    {
        var packet = DnsPackets.Question("a.mesh", DnsType.A, 512);
        DnsPackets.Put(packet, at, word);
        Assert.Equal(expected, DnsQueryParser.Parse(packet, out _).ToString());
    }

    [Fact]
    public void Other_version_of_edns_is_told_apart()
    {
        var packet = DnsPackets.Question("a.mesh", DnsType.A, 512);
        packet[^5] = 1;
        Assert.Equal(DnsVerdict.BadVersion, DnsQueryParser.Parse(packet, out _));
        var answer = new DnsScene().Send(packet)!;
        Assert.Equal(DnsRcode.BadVersion, answer.Rcode);
    }

    [Theory]
    [InlineData(63, nameof(DnsVerdict.Answer))]
    [InlineData(64, nameof(DnsVerdict.FormatError))]
    public void Name_has_at_most_255_octets(int lastLabel, string expected)
    {
        // Three labels of 63 and one more, with their lengths and the root: 192 + 1 + 62 = 255.
        var packet = DnsPackets.Question("a", DnsType.A).AsSpan(0, 12).ToArray().ToList();
        for (var i = 0; i < 3; i++)
            packet.AddRange([63, .. Enumerable.Repeat((byte)'x', 63)]);
        packet.AddRange([(byte)(lastLabel - 2), .. Enumerable.Repeat((byte)'x', lastLabel - 2), 0, 0, 1, 0, 1]);
        Assert.Equal(expected, DnsQueryParser.Parse([.. packet], out _).ToString());
    }

    [Theory]
    [InlineData(new byte[] { 0, 8, 0, 3, 0, 1, 0 })] // a subnet without its prefix lengths
    [InlineData(new byte[] { 0, 8, 0 })] // half an option
    [InlineData(new byte[] { 0, 10, 0, 9, 1 })] // longer than the record
    public void Malformed_option_is_refused(byte[] options)
    {
        var packet = DnsPackets.Question("a.mesh", DnsType.A, 512, options: options);
        Assert.Equal(DnsVerdict.FormatError, DnsQueryParser.Parse(packet, out _));
    }

    [Fact]
    public void Every_prefix_of_a_question_is_refused_or_dropped()
    {
        var packet = DnsPackets.Question("web.service.mesh", DnsType.SRV, 4_096, options: [0, 10, 0, 1, 9]);
        for (var length = 0; length < packet.Length; length++)
        {
            var verdict = DnsQueryParser.Parse(packet.AsSpan(0, length), out _);
            Assert.Equal(length < 12 ? DnsVerdict.Drop : DnsVerdict.FormatError, verdict);
        }
    }
}
