using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Links;

namespace Mesh.Actors.Tests.Links;

public sealed class ListenRuleTests
{
    [Theory]
    [InlineData("127.0.0.1 ::1", "127.0.0.1 ::1")]
    [InlineData("127.0.0.1 ::1 127.0.0.1", "127.0.0.1 ::1")]
    [InlineData("0.0.0.0 127.0.0.1 ::1", "0.0.0.0 ::1")]
    [InlineData("10.0.0.1 0.0.0.0", "0.0.0.0")]
    [InlineData("0.0.0.0 ::", "::")]
    [InlineData("10.0.0.1 :: ::1", "::")]
    public void Addresses_that_a_wildcard_takes_get_no_socket_of_their_own(string asked, string needed) =>
        Assert.Equal(Parse(needed), ListenRule.Needed(Parse(asked), hasIPv6: true));

    [Theory]
    [InlineData("0.0.0.0 ::", "0.0.0.0")]
    [InlineData("10.0.0.1 ::", "10.0.0.1")]
    [InlineData("::", "::")]
    public void Wildcard_of_both_families_stands_for_nothing_beside_others_without_IPv6(string asked, string needed) =>
        Assert.Equal(Parse(needed), ListenRule.Needed(Parse(asked), hasIPv6: false));

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("0.0.0.0", "::")]
    [InlineData("127.0.0.1", "0.0.0.0")]
    public async Task Node_that_was_told_an_address_twice_does_not_take_its_own_port_for_anothers(string first, string second)
    {
        var sockets = await LinkSockets.ListenAsync(ValueList.From([first, second]), 0, CancellationToken.None);
        try
        {
            Assert.Single(sockets.Select(LinkSockets.PortOf).Distinct());
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, LinkSockets.PortOf(sockets[0]));
        }
        finally
        {
            LinkSockets.Close(sockets);
        }
    }

    private static IPAddress[] Parse(string addresses) => [.. addresses.Split(' ').Select(IPAddress.Parse)];
}
