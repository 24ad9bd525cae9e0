using CsCheck;
using Mesh.Testing.Network;

namespace Mesh.Cluster.Tests.Network;

public sealed class IpPacketTests
{
    private const byte Syn = 0x02;
    private const byte Ack = 0x10;

    [Fact]
    public void Datagram_is_read_with_addresses_and_the_port_that_it_goes_to()
    {
        var bytes = Packet(IpProtocol.Udp, [0x10, 0x00, 0x10, 0x04, 0, 12, 0, 0, 1, 2, 3, 4]);

        Assert.True(IpPacket.TryRead(bytes, out var packet));

        Assert.Equal(new IpPacket(0x0a4e0101, 0x0a4e0202, IpProtocol.Udp, 4100, false, bytes.Length), packet);
    }

    [Theory]
    [InlineData(Syn, true)]
    [InlineData(Syn | Ack, false)]
    [InlineData(Ack, false)]
    public void First_packet_of_a_connection_is_told_from_the_others(byte flags, bool isOpening)
    {
        Assert.True(IpPacket.TryRead(Packet(IpProtocol.Tcp, Segment(flags)), out var packet));

        Assert.Equal((IpProtocol.Tcp, 4053, isOpening), (packet.Protocol, packet.Port, packet.IsOpening));
    }

    [Fact]
    public void Options_of_the_header_are_passed_over()
    {
        var bytes = Packet(IpProtocol.Tcp, [0, 0, 0, 0, .. Segment(Syn)]);
        bytes[0] = 0x46;

        Assert.True(IpPacket.TryRead(bytes, out var packet));

        Assert.Equal((4053, true), (packet.Port, packet.IsOpening));
    }

    [Fact]
    public void Later_fragment_has_no_port()
    {
        var bytes = Packet(IpProtocol.Udp, [0x10, 0x00, 0x10, 0x04, 0, 12, 0, 0]);
        bytes[7] = 5;

        Assert.True(IpPacket.TryRead(bytes, out var packet));

        Assert.Equal(0, packet.Port);
    }

    [Fact]
    public void Anything_else_is_no_packet_and_does_no_harm()
    {
        Assert.False(IpPacket.TryRead([], out _));
        Assert.False(IpPacket.TryRead(new byte[] { 0x60 }.Concat(new byte[39]).ToArray(), out _));
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            var isPacket = IpPacket.TryRead(bytes, out var packet);
            return !isPacket || (bytes.Length >= 20 && packet.Length == bytes.Length);
        });
    }

    private static byte[] Packet(IpProtocol protocol, byte[] body) =>
        [0x45, 0, 0, 0, 0, 0, 0, 0, 64, (byte)protocol, 0, 0, 10, 78, 1, 1, 10, 78, 2, 2, .. body];

    private static byte[] Segment(byte flags) =>
        [0x80, 0x00, 0x0f, 0xd5, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0];
}
