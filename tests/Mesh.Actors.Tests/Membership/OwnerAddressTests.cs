using Akka.Actor;
using Akka.Cluster;
using CsCheck;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Actors.Tests.Membership;

public class OwnerAddressTests
{
    private static readonly Address Self = new("akka.ssl.tcp", "mesh", "127.0.0.1", 4053);

    [Fact]
    public void Owner_goes_to_akka_and_back()
    {
        string[] hosts = ["10.0.0.1", "node-1", "mesh.internal", "[::1]", "[fe80::1]"];
        Gen.Select(Gen.Int[0, hosts.Length - 1].Select(i => hosts[i]), Gen.Int[1, 65_535], Gen.Int)
            .Sample((host, port, uid) =>
            {
                var akka = new UniqueAddress(new Address("akka.ssl.tcp", "mesh", host, port), uid);
                var owner = OwnerAddress.Of(akka);
                Assert.Equal(akka, OwnerAddress.ToAkka(owner, Self));
                Assert.Equal(owner, OwnerAddress.Of(OwnerAddress.ToAkka(owner, Self)));
            });
    }

    [Fact]
    public void Address_without_host_is_refused() =>
        Assert.Throws<ArgumentException>(() => OwnerAddress.Text(new Address("akka", "mesh")));

    [Theory]
    [InlineData("10.0.0.1:4053", "10.0.0.1", 4053)]
    [InlineData("node-1:1", "node-1", 1)]
    [InlineData("[::1]:65535", "::1", 65_535)]
    public void Split_takes_host_and_port(string text, string host, int port)
    {
        Assert.True(HostPort.TrySplit(text, out var h, out var p));
        Assert.Equal((host, port), (h, p));
        Assert.Equal(text, new Owner(HostPort.Text(h, p), 1).Address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData(":4053")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:-1")]
    [InlineData("::1:4053")]
    [InlineData("[::1:4053")]
    [InlineData("[abc]:4053")]
    [InlineData("akka.tcp://mesh@a:4053")]
    [InlineData("a b:4053")]
    public void Split_refuses_what_is_not_host_and_port(string? text) =>
        Assert.False(HostPort.TrySplit(text, out _, out _));
}
