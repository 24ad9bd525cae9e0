using System.Net;
using System.Net.Sockets;
using Mesh.Node.Listening;

namespace Mesh.Node.Tests.Listening;

public sealed class ListenAddressesTests
{
    [Fact]
    public void A_name_is_listened_on_at_each_address_that_it_has_here()
    {
        var all = System.Net.Dns.GetHostAddresses("localhost").Distinct().OrderBy(a => a.ToString(), StringComparer.Ordinal);

        var listened = ListenAddresses.Of(["localhost"]);

        Assert.Equal(
            all.Where(a => a.AddressFamily is AddressFamily.InterNetwork || Socket.OSSupportsIPv6),
            listened.OrderBy(a => a.ToString(), StringComparer.Ordinal));
        Assert.Equal(IPAddress.Loopback, listened[0]);
    }

    [Fact]
    public void An_address_that_is_told_in_two_forms_is_listened_on_once()
    {
        Assert.Equal(ListenAddresses.Of(["localhost"]), ListenAddresses.Of(["localhost", "127.0.0.1"]));
        Assert.Equal([IPAddress.Any], ListenAddresses.Of(["127.0.0.1", "0.0.0.0"]));
    }

    [Fact]
    public void A_name_that_has_no_address_is_named()
    {
        var trouble = Assert.Throws<IOException>(() => ListenAddresses.Of(["nobody.invalid"]));

        Assert.StartsWith("--host: nobody.invalid has no address", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_free_port_is_the_same_at_all_addresses_and_another_for_each_door()
    {
        IPAddress[] hosts = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")];

        var ports = CommonPorts.Of(hosts, [0, null, 0, 8500]);

        Assert.Equal([null, 8500], [ports[1], ports[3]]);
        Assert.InRange(ports[0]!.Value, 1, 65_535);
        Assert.NotEqual(ports[0], ports[2]);
        Assert.Equal([0, null], CommonPorts.Of([IPAddress.Loopback], [0, null]));
    }
}
