using System.Net;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership.Joining;

public class SeedExpansionTests
{
    private static readonly Dictionary<string, IReadOnlyList<IPAddress>> Names = new()
    {
        ["one"] = [IPAddress.Parse("10.0.0.1")],
        ["mesh"] = [IPAddress.Parse("10.0.0.3"), IPAddress.Parse("10.0.0.1"), IPAddress.Parse("::ffff:10.0.0.3")],
        ["me"] = [IPAddress.Parse("10.0.0.7")],
        ["six"] = [IPAddress.Parse("fd00::1")],
        ["both"] = [IPAddress.Parse("fe80::1"), IPAddress.Parse("10.0.0.8")],
    };

    [Fact]
    public void Name_of_several_addresses_counts_as_several_seeds()
    {
        var contacts = SeedExpansion.Expand(["mesh:4053"], [], "10.0.0.1:4053", Names);

        Assert.Equal(["10.0.0.1:4053", "10.0.0.3:4053"], contacts.Select(c => c.Addresses.Single()));
        Assert.Equal([true, false], contacts.Select(c => c.IsSelf));
    }

    [Fact]
    public void Name_of_one_address_is_tried_as_it_is_first()
    {
        var contact = Assert.Single(SeedExpansion.Expand(["one:4053"], [], "me:4053", Names));

        Assert.Equal(["one:4053", "10.0.0.1:4053"], contact.Addresses);
        Assert.True(contact.Covers("10.0.0.1:4053"));
        Assert.False(contact.IsSelf);
    }

    [Fact]
    public void Name_that_has_an_address_of_IPv6_alone_is_tried_under_both()
    {
        var contact = Assert.Single(SeedExpansion.Expand(["six:4053"], [], "me:4053", Names));

        Assert.Equal(["six:4053", "[fd00::1]:4053"], contact.Addresses);
        Assert.True(contact.Covers("[fd00::1]:4053"));
    }

    [Theory]
    [InlineData("me:4053", "me:4053")]
    [InlineData("10.0.0.7:4053", "me:4053")]
    [InlineData("me:4053", "10.0.0.7:4053")]
    public void Own_address_is_found_in_each_of_its_forms(string seed, string self) =>
        Assert.True(Assert.Single(SeedExpansion.Expand([seed], [], self, Names)).IsSelf);

    [Fact]
    public void Other_port_on_the_own_host_is_another_node() =>
        Assert.False(Assert.Single(SeedExpansion.Expand(["me:4054"], [], "me:4053", Names)).IsSelf);

    [Fact]
    public void Unresolved_name_is_still_knocked_at_and_repetition_is_dropped()
    {
        var contacts = SeedExpansion.Expand(["nowhere:1", "nowhere:1", "[::1]:2"], [], "me:4053", Names);

        Assert.Equal(["nowhere:1", "[::1]:2"], contacts.Select(c => c.Addresses.Single()));
    }

    [Fact]
    public void Name_of_one_address_of_each_family_is_one_node()
    {
        var contact = Assert.Single(SeedExpansion.Expand(["both:4053"], [], "me:4053", Names));

        Assert.Equal(["both:4053", "10.0.0.8:4053", "[fe80::1]:4053"], contact.Addresses);
    }

    [Theory]
    [InlineData("one:4053", "10.0.0.1:4053")]
    [InlineData("10.0.0.1:4053", "one:4053")]
    public void Two_forms_of_one_address_are_one_contact(string first, string second)
    {
        var given = Assert.Single(SeedExpansion.Expand([first, second], [], "me:4053", Names));
        var known = Assert.Single(SeedExpansion.Expand([first], [second], "me:4053", Names));

        Assert.Equal([first, second], given.Addresses);
        Assert.Equal(given, known);
        Assert.True(known.IsSeed);
        Assert.Equal(2, SeedExpansion.Expand([first, "10.0.0.1:4054"], [], "me:4053", Names).Count);
    }

    [Fact]
    public void Known_member_alone_is_no_seed() =>
        Assert.False(Assert.Single(SeedExpansion.Expand([], ["one:4053"], "me:4053", Names)).IsSeed);

    [Fact]
    public void Only_names_are_resolved() =>
        Assert.Equal(["mesh", "me"], SeedExpansion.Names(["mesh:1", "10.0.0.1:2", "[::1]:3", "mesh:4", "me:1"]));

    [Fact]
    public void Ring_reaches_all_of_a_small_mesh_and_equally_many_of_a_large_one()
    {
        var small = Enumerable.Range(0, 10).Select(i => new Owner($"n{i:000}:1", i)).ToArray();
        Assert.Equal(small[1..], PeerRing.Targets(small, small[0]));

        var large = Enumerable.Range(0, 200).Select(i => new Owner($"n{i:000}:1", i)).ToArray();
        var watched = large.SelectMany(m => PeerRing.Targets(large, m)).CountBy(m => m).Select(p => p.Value).Distinct();
        Assert.Equal([PeerRing.Most], watched);
    }
}
