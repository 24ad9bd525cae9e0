using System.Net;
using Mesh.Node.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Doors.Tests.Dns;

public sealed class DnsRateLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly byte[] _output = new byte[DnsResponder.MaxMessage];

    [Fact]
    public void Network_gets_so_much_a_second_and_others_theirs()
    {
        var limit = new DnsRateLimit(1_000, _time, 7);
        Assert.True(limit.TryTake(1, 900));
        Assert.False(limit.TryTake(1, 200));
        Assert.True(limit.TryTake(1, 100));
        Assert.False(limit.TryTake(1, 1));
        Assert.True(limit.TryTake(2, 1_000));

        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.False(limit.TryTake(1, 600));
        Assert.True(limit.TryTake(1, 500));
    }

    [Fact]
    public void Answer_that_is_no_larger_than_its_question_is_never_held_back()
    {
        var limit = new DnsRateLimit(10, _time, 7);
        Assert.True(limit.TryTake(1, 10));
        Assert.False(limit.TryTake(1, 1));
        Assert.True(limit.TryTake(1, 0));
        Assert.True(limit.TryTake(1, -5));
        Assert.True(new DnsRateLimit(0, _time, 7).TryTake(1, int.MaxValue));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.200", true)]
    [InlineData("10.1.2.3", "10.1.3.3", false)]
    [InlineData("2001:db8:1:22::1", "2001:db8:1:ff::9", true)]
    [InlineData("2001:db8:1:22::1", "2001:db8:2:22::1", false)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.9", true)]
    public void Network_is_24_bits_or_56(string one, string other, bool same) => Assert.Equal(same, NetworkOf(one) == NetworkOf(other));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_is_no_network(string address) => Assert.Null(NetworkOf(address));

    [Theory]
    [InlineData(null)]
    [InlineData(4_096)]
    public void Cut_answer_is_the_question_with_tc_set(int? edns)
    {
        var question = DnsPackets.Question("web.service.mesh", DnsType.SRV, edns);
        var length = DnsResponder.RespondCut(question, _output);

        Assert.True(length <= question.Length);
        var answer = DecodedMessage.Decode(_output.AsSpan(0, length));
        Assert.Equal((true, DnsRcode.NoError, 0), (answer.IsTruncated, answer.Rcode, answer.Answers.Count));
    }

    private static ulong? NetworkOf(string address) => DnsUdpLoop.NetworkOf(IPAddress.Parse(address).GetAddressBytes());
}
