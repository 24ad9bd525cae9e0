using System.Net;
using System.Net.Sockets;

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
    public void Node_that_listens_on_all_addresses_tells_the_one_that_reaches_its_seeds(
        string bind, string given, string seeds, string expected) => Assert.Equal(expected, Told(bind, given, seeds));

    [Theory]
    [InlineData("0.0.0.0", "", "192.168.0.7")]
    [InlineData("::", "", "192.168.0.7")]
    [InlineData("0.0.0.0", "nobody:4053", "192.168.0.7")]
    public void Node_without_seeds_and_one_whose_seeds_are_not_known_yet_tell_the_address_of_the_default_route(
        string bind, string seeds, string expected) => Assert.Equal(expected, Told(bind, "", seeds));

    [Theory]
    [InlineData("0.0.0.0", "both:4053", "10.0.0.7")]
    [InlineData("::", "both:4053", "[fd00::7]")]
    [InlineData("0.0.0.0", "[fd00::1]:4053", "192.168.0.7")]
    public void Address_of_a_family_that_is_not_listened_on_is_not_told(string bind, string seeds, string expected) =>
        Assert.Equal(expected, Told(bind, "", seeds));

    [Theory]
    [InlineData("10.0.0.7,10.1.0.7", "10.0.0.1:4053", "10.0.0.7")]
    [InlineData("10.1.0.7,10.0.0.7", "10.0.0.1:4053", "10.0.0.7")]
    [InlineData("10.1.0.7", "10.0.0.1:4053", "10.1.0.7")]
    [InlineData("127.0.0.1,10.1.0.7", "", "10.1.0.7")]
    [InlineData("fd00::9", "", "[fd00::9]")]
    [InlineData("node-7", "", "node-7")]
    public void Node_that_listens_on_addresses_of_its_own_tells_one_of_them(string bind, string seeds, string expected) =>
        Assert.Equal(expected, Told(bind, "", seeds));

    [Fact]
    public void Host_that_was_given_stays()
    {
        var options = new MeshClientOptions { Host = "10.0.0.9", Bind = { "0.0.0.0" }, Seeds = { "10.0.0.1:4053" } };

        new AdvertisedHost(Route).PostConfigure(null, options);

        Assert.Equal("", options.Advertise);
    }

    [Fact]
    public void Node_that_listens_beyond_loopback_and_is_called_by_it_is_warned_of()
    {
        var options = new MeshClientOptions { Port = 4053, Bind = { "0.0.0.0" } };
        var notice = AdvertisedHost.NoticeOf(options);
        Assert.All((string[])["Mesh:Host '127.0.0.1'", "Mesh:Bind is 0.0.0.0", "Mesh:Advertise ''"], t => Assert.Contains(t, notice, StringComparison.Ordinal));

        options.Advertise = "10.0.0.7";
        Assert.Null(AdvertisedHost.NoticeOf(options));
        Assert.Null(AdvertisedHost.NoticeOf(new MeshClientOptions { Port = 4053 }));
        Assert.Null(AdvertisedHost.NoticeOf(new MeshClientOptions { Port = 4053, Host = "node-7", Bind = { "0.0.0.0" } }));
        Assert.Null(AdvertisedHost.NoticeOf(new MeshClientOptions { Port = 0, Bind = { "0.0.0.0" } }));
    }

    private static string Told(string bind, string given, string seeds)
    {
        var options = new MeshClientOptions { Advertise = given };
        foreach (var one in bind.Split(',', StringSplitOptions.RemoveEmptyEntries))
            options.Bind.Add(one);
        foreach (var seed in seeds.Split(',', StringSplitOptions.RemoveEmptyEntries))
            options.Seeds.Add(seed);
        new AdvertisedHost(Route).PostConfigure(null, options);
        return options.Advertise;
    }

    private static IPAddress? Route(string? host, IReadOnlyList<AddressFamily> families)
    {
        string[] own = host switch
        {
            null => families[0] is AddressFamily.InterNetwork ? ["192.168.0.7"] : [],
            "10.0.0.1" => ["10.0.0.7"],
            "fd00::1" => ["fd00::7"],
            "both" => ["fd00::7", "10.0.0.7"],
            "127.0.0.1" => ["127.0.0.1"],
            _ => [],
        };
        return own.Select(IPAddress.Parse).FirstOrDefault(a => families.Contains(a.AddressFamily));
    }
}
