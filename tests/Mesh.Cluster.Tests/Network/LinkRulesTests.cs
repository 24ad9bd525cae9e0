using CsCheck;
using Mesh.Testing.Network;

namespace Mesh.Cluster.Tests.Network;

public sealed class LinkRulesTests
{
    private static readonly LinkRules Rules = new(new LinkTerms(Ms(40), Ms(5), 0.02));

    [Fact]
    public void Delay_is_within_the_jitter_and_evenly_spread()
    {
        Assert.Equal(Ms(35), Rules.FateOf(0, 1, IpProtocol.Tcp, 0.5, 0).Delay);
        Assert.Equal(Ms(40), Rules.FateOf(0, 1, IpProtocol.Tcp, 0.5, 0.5).Delay);
        Gen.Double[0, 1].Sample(place => Rules.FateOf(0, 1, IpProtocol.Tcp, 0.5, place).Delay is var delay
            && delay >= Ms(35) && delay <= Ms(45));
    }

    [Fact]
    public void Loss_takes_its_part_of_the_packets_and_no_more()
    {
        Assert.Equal(FateKind.Lost, Rules.FateOf(0, 1, IpProtocol.Udp, 0.0199, 0).Kind);
        Assert.Equal(FateKind.Delivered, Rules.FateOf(0, 1, IpProtocol.Udp, 0.02, 0).Kind);
        Assert.Equal(FateKind.Delivered, (Rules with { Terms = Rules.Terms with { Loss = 0 } }).FateOf(0, 1, IpProtocol.Udp, 0, 0).Kind);
    }

    [Fact]
    public void Blocked_protocol_is_blocked_and_no_other()
    {
        var blocked = Rules with { Blocked = [IpProtocol.Udp] };

        Assert.Equal(FateKind.Blocked, blocked.FateOf(0, 1, IpProtocol.Udp, 0.5, 0).Kind);
        Assert.Equal(FateKind.Delivered, blocked.FateOf(0, 1, IpProtocol.Tcp, 0.5, 0).Kind);
    }

    [Theory]
    [InlineData(2, 0, nameof(FateKind.Blocked))]
    [InlineData(0, 2, nameof(FateKind.Blocked))]
    [InlineData(0, 1, nameof(FateKind.Delivered))]
    public void Site_that_is_cut_off_is_neither_reached_nor_left(int from, int to, string expected) =>
        Assert.Equal(expected, (Rules with { CutOff = [2] }).FateOf(from, to, IpProtocol.Tcp, 0.5, 0).Kind.ToString());

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
