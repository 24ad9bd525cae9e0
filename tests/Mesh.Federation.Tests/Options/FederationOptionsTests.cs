using System.Net;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Hosting;
using Mesh.Options;
using Mesh.Testing;

namespace Mesh.Federation.Tests.Options;

public sealed class FederationOptionsTests
{
    [Fact]
    public void File_sets_the_options_of_a_gateway()
    {
        using var file = TemporaryFile.With("""mesh.federation { gateway = "127.0.0.1:4100", seeds = ["a:1", "b:2"], mode = open, client = on }""");
        var read = MeshHoconFile.ReadOptions(file.Path, OptionTree.Of([OptionClass.Of<GatewayOptions>()]));

        Assert.Equal("127.0.0.1:4100", read["Mesh:Federation:Gateway"]);
        Assert.Equal(("a:1", "b:2"), (read["Mesh:Federation:Seeds:0"], read["Mesh:Federation:Seeds:1"]));
        Assert.Equal(("Open", "True"), (read["Mesh:Federation:Mode"], read["Mesh:Federation:Client"]));
    }

    [Theory]
    [InlineData("00:00:59", false)]
    [InlineData("00:01:00", true)]
    [InlineData("00:30:00", true)]
    [InlineData("00:30:01", false)]
    public void Life_of_records_has_bounds_and_they_are_renewed_at_a_third_of_it(string life, bool isTaken)
    {
        var options = new GatewayOptions { Gateway = "127.0.0.1:0", Mode = FederationMode.Open, RecordLife = TimeSpan.Parse(life, null) };

        Assert.Equal(isTaken, FederationChecks.Check(options, "mesh", isInsecure: false).Count == 0);
        var settings = OverlaySetup.Create(options, "mesh", TimeProvider.System)!.Settings;
        Assert.Equal(options.RecordLife, settings.RecordLife);
        Assert.Equal(options.RecordLife / 3, settings.RepublishInterval);
    }

    [Fact]
    public void Gateway_has_the_role_and_other_nodes_have_not()
    {
        var gateway = new GatewayOptions { Gateway = "127.0.0.1:0", Mode = FederationMode.Open };

        Assert.Equal([MeshNames.GatewayRole], MeshHocon.For(new MeshOptions(), RolesOf(gateway)).GetStringList("akka.cluster.roles"));
        Assert.Empty(MeshHocon.For(new MeshOptions(), RolesOf(new GatewayOptions())).GetStringList("akka.cluster.roles", []));
        Assert.Empty(FederationChecks.Check(gateway, "mesh", isInsecure: false));
    }

    [Theory]
    [InlineData("10.0.0.1:4100", "10.0.0.1:4100")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("[::1]:4100", "[::1]:4100")]
    [InlineData("10.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("::1:4100", null)]
    [InlineData("0.0.0.0:4100", null)]
    [InlineData("[::]:4100", null)]
    [InlineData("gateway.example:4100", null)]
    [InlineData("10.0.0.1:70000", null)]
    [InlineData(":4100", null)]
    public void Address_of_a_gateway_is_an_ip_address_and_a_port(string text, string? expected)
    {
        Assert.Equal(expected is not null, FederationChecks.TryAddress(text, out var address));
        if (expected is not null)
            Assert.Equal(IPEndPoint.Parse(expected), address);
    }

    private static IReadOnlyList<string> RolesOf(GatewayOptions options)
    {
        var time = TimeProvider.System;
        return new FederationExtension(new OverlaySource(OverlaySetup.Create(options, "mesh", time)), null, time).Roles;
    }
}
