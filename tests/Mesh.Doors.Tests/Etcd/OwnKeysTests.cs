using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.View;

namespace Mesh.Doors.Tests.Etcd;

public sealed class OwnKeysTests
{
    private static readonly OwnKeys Keys = new([Octets.Utf8("/services/"), Octets.Utf8("kitex/")], [Octets.Utf8("consul/kv/")]);

    [Theory]
    [InlineData("\0", null, "\0..consul/kv/ consul/kv0..", false)]
    [InlineData("a", "d", "a..consul/kv/ consul/kv0..d", false)]
    [InlineData("/", "0", "/..0", false)]
    [InlineData("/services/", "/services0", "/services/../services0", true)]
    [InlineData("/services", "/servicet", "/services../servicet", true)]
    [InlineData("consul/kv/", "consul/kv0", "consul/kv/..consul/kv0", false)]
    [InlineData("consul/kv/a", "consul/z", "consul/kv/a..consul/z", false)]
    [InlineData("b", "c", "b..c", false)]
    [InlineData("x", "y", "x..y", false)]
    public void A_range_reaches_what_belongs_to_other_doors_only_where_it_begins_there(
        string from, string? to, string parts, bool reachesShown)
    {
        var range = new KeyRange(Octets.Utf8(from), to is null ? null : Octets.Utf8(to), false);

        Assert.Equal(parts, string.Join(' ', Keys.PartsOf(range).Select(p => $"{p.From}..{p.To}")));
        Assert.Equal(reachesShown, Keys.Reaches(range, Entry("/services/orders/10.0.0.1:80", ViewFold.Shown)));
        Assert.False(Keys.Reaches(range, Entry("kitex/orders/10.0.0.1:80", ViewFold.Shown)));
    }

    [Fact]
    public void A_key_is_reached_by_its_name()
    {
        var consul = Entry("consul/kv/a", new Owner("10.0.0.1:4053", 1));
        var shown = Entry("/services/orders/10.0.0.1:80", ViewFold.Shown);
        var all = new KeyRange(Octets.Utf8("\0"), null, false);

        Assert.False(Keys.Reaches(all, consul));
        Assert.False(Keys.Reaches(all, shown));
        Assert.True(Keys.Reaches(new KeyRange(consul.Key, consul.Key.Next(), true), consul));
        Assert.True(Keys.Reaches(new KeyRange(shown.Key, shown.Key.Next(), true), shown));
    }

    private static KeyValue Entry(string key, Owner owner) => new(Octets.Utf8(key), default, 1, 1, 1, 0, 0, owner);
}
