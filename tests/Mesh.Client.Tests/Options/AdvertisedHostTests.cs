using System.Net;

namespace Mesh.Client.Tests.Options;

public sealed class AdvertisedHostTests
{
    [Theory]
    [InlineData("0.0.0.0", "", "10.0.0.1:4053", "10.0.0.7")]
    [InlineData("0.0.0.0", "", "nobody:4053,10.0.0.1:4053", "10.0.0.7")]
    [InlineData("::", "", "[fd00::1]:4053", "[fd00::7]")]
    [InlineData("0.0.0.0", "", "127.0.0.1:4053", "")]
    [InlineData("0.0.0.0", "node.example", "10.0.0.1:4053", "node.example")]
    [InlineData("127.0.0.1", "", "10.0.0.1:4053", "")]
    [InlineData("", "", "10.0.0.1:4053", "")]
    [InlineData("0.0.0.0", "", "", "")]
    public void Node_that_listens_on_all_addresses_tells_the_one_that_reaches_its_seeds(
        string bind, string given, string seeds, string expected)
    {
        var options = new MeshClientOptions { Advertise = given };
        if (bind.Length > 0)
            options.Bind.Add(bind);
        foreach (var seed in seeds.Split(',', StringSplitOptions.RemoveEmptyEntries))
            options.Seeds.Add(seed);

        new AdvertisedHost(Route).PostConfigure(null, options);

        Assert.Equal(expected, options.Advertise);
    }

    [Fact]
    public void Host_that_was_given_stays()
    {
        var options = new MeshClientOptions { Host = "10.0.0.9", Bind = { "0.0.0.0" }, Seeds = { "10.0.0.1:4053" } };

        new AdvertisedHost(Route).PostConfigure(null, options);

        Assert.Equal("", options.Advertise);
    }

    private static IPAddress? Route(string host) => host switch
    {
        "10.0.0.1" => IPAddress.Parse("10.0.0.7"),
        "fd00::1" => IPAddress.Parse("fd00::7"),
        "127.0.0.1" => IPAddress.Loopback,
        _ => null,
    };
}
