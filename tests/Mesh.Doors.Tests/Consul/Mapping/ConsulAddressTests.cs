using Mesh.Node.Formats.Consul;

namespace Mesh.Doors.Tests.Consul.Mapping;

public sealed class ConsulAddressTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("web.example.org", "web.example.org")]
    [InlineData("fe80::1", "fe80::1")]
    [InlineData("https://aaa.example/yyy/", "aaa.example")]
    [InlineData("http://[2001:db8::1]:80/", "2001:db8::1")]
    [InlineData("10.0.0.1:8080", "10.0.0.1")]
    [InlineData("unix:///run/x.sock", "address.invalid")]
    [InlineData("not a host!", "address.invalid")]
    [InlineData("0.0.0.0:80", "address.invalid")]
    [InlineData("", "address.invalid")]
    public void Address_is_the_host_in_it(string text, string host) => Assert.Equal(host, ConsulAddress.HostOf(text));
}
