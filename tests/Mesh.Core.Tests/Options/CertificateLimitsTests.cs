using System.Security.Cryptography.X509Certificates;
using Mesh.Hosting;
using Mesh.Testing;

namespace Mesh.Core.Tests.Options;

public class CertificateLimitsTests
{
    [Fact]
    public void Certificate_without_names_of_a_mesh_writes_everything()
    {
        var limits = CertificateLimits.Of(["spiffe://example.org/shop"], "mesh");

        Assert.False(limits.IsLimited);
        Assert.True(limits.AllowsService("anything"));
        Assert.True(limits.AllowsKey("anything"u8));
        Assert.True(limits.AllowsLeases);
    }

    [Theory]
    [InlineData("shop", true)]
    [InlineData("cart-", true)]
    [InlineData("cart-eu", true)]
    [InlineData("shop-eu", false)]
    [InlineData("cart", false)]
    [InlineData("billing", false)]
    public void Services_are_those_that_are_named_or_begin_so(string service, bool isAllowed) =>
        Assert.Equal(isAllowed, CertificateLimits.Of(["mesh://mesh/service/Shop", "mesh://mesh/service/cart-*"], "mesh").AllowsService(service));

    [Fact]
    public void Names_in_another_mesh_let_nothing_be_written_in_this_one()
    {
        var limits = CertificateLimits.Of(["mesh://other/service/*"], "mesh");

        Assert.True(limits.IsLimited);
        Assert.False(limits.AllowsService("shop"));
    }

    [Fact]
    public void Keys_and_leases_are_for_those_whose_certificate_names_keys()
    {
        var shop = CertificateLimits.Of(["mesh://mesh/service/shop"], "mesh");
        Assert.False(shop.AllowsKey("shop/a"u8));
        Assert.False(shop.AllowsLeases);

        var keys = CertificateLimits.Of(["mesh://mesh/key/shop%2F*"], "mesh");
        Assert.True(keys.AllowsKey("shop/a"u8));
        Assert.False(keys.AllowsKey("shopping"u8));
        Assert.True(keys.AllowsLeases);
        Assert.False(keys.AllowsService("shop"));
    }

    [Fact]
    public void Limits_are_read_from_the_alternative_names_of_a_certificate()
    {
        using var authority = new TestAuthority();
        var tls = authority.Node("127.0.0.1", "a.example", "mesh://mesh/service/shop-*");
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(tls.CertificateFile));

        var limits = CertificateLimits.Of(certificate, "mesh");

        Assert.True(limits.AllowsService("shop-1"));
        Assert.False(limits.AllowsService("billing"));
    }

    [Fact]
    public void Everything_is_allowed_by_a_star_alone() =>
        Assert.True(CertificateLimits.Of(["mesh://mesh/service/*"], "mesh").AllowsService("billing"));
}
