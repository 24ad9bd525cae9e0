using Mesh.Catalog;

namespace Mesh.Core.Tests.Catalog;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("10.0.0.5:8080", "10.0.0.5", 8080)]
    [InlineData("[2001:db8::5]:443", "2001:db8::5", 443)]
    [InlineData("bücher.example:80", "bücher.example", 80)]
    [InlineData("[orders]:80", "orders", 80)]
    public void Address_is_cut_at_its_last_colon(string text, string host, int port)
    {
        Assert.True(HostPort.TryCut(text, out var cut, out var number));
        Assert.Equal((host, port), (cut, number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData(":80")]
    [InlineData("[]:80")]
    [InlineData("orders:0")]
    [InlineData("orders:65536")]
    [InlineData("orders:+80")]
    [InlineData("orders:99999999999")]
    [InlineData("2001:db8::5:443")]
    public void What_has_no_host_or_no_port_is_not_cut(string? text) => Assert.False(HostPort.TryCut(text, out _, out _));

    [Theory]
    [InlineData("node_1.example:80", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("[orders]:80", false)]
    [InlineData("[orders:80", false)]
    [InlineData("bücher.example:80", false)]
    [InlineData("a b:80", false)]
    public void Address_of_a_node_has_a_plain_name_or_an_IP_address(string text, bool isOne) =>
        Assert.Equal(isOne, HostPort.TrySplit(text, out _, out _));

    [Theory]
    [InlineData("[::1]:80", "::1", 80)]
    [InlineData("http://[::]:8080", "http://[::", 8080)]
    [InlineData("orders", "orders", null)]
    [InlineData("orders:", "orders", null)]
    public void Parts_of_a_known_address_are_not_checked(string text, string host, int? port) =>
        Assert.Equal((host, port), (HostPort.HostOf(text), HostPort.PortOf(text)));

    [Theory]
    [InlineData("orders", "orders:80")]
    [InlineData("::1", "[::1]:80")]
    [InlineData("[::1]", "[::1]:80")]
    public void Text_puts_IPv6_in_brackets_once(string host, string text) => Assert.Equal(text, HostPort.Text(host, 80));
}
