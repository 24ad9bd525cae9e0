using Mesh.Catalog;
using Mesh.Node.Dns;
using Mesh.Views;

namespace Mesh.Doors.Tests.Dns;

public sealed class DnsMemberTests
{
    private readonly DnsScene _scene = new();

    [Fact]
    public void Member_has_its_name_at_once_and_nobody_is_asked()
    {
        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("n3.node.mesh", DnsType.A).Rcode);

        _scene.Inspector.Set(
            [.. _scene.Inspector.Members.Items, new(new Owner("10.0.0.3:4053", 9), "n3", "up", Standing.Confirmed, [], "", "", false)]);

        Assert.Equal("10.0.0.3", Assert.Single(_scene.Ask("n3.node.mesh", DnsType.A).Answers).Data);
        Assert.Empty(_scene.Inspector.Asked);
    }

    [Fact]
    public void Member_that_went_has_no_name_any_more()
    {
        Assert.Single(_scene.Ask("n2.node.mesh", DnsType.A).Answers);

        _scene.Inspector.Set(_scene.Inspector.Members.Items[0]);

        Assert.Equal(DnsRcode.NoSuchName, _scene.Ask("n2.node.mesh", DnsType.A).Rcode);
    }

    [Fact]
    public void Address_of_a_member_leads_to_its_name_once_the_index_is_old()
    {
        Assert.Empty(_scene.Ask("3.0.0.10.in-addr.arpa", DnsType.PTR).Answers);
        _scene.Inspector.Set(new MeshMember(new Owner("10.0.0.3:4053", 9), "n3", "up", Standing.Confirmed, [], "", "", true));

        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("n3.node.mesh", Assert.Single(_scene.Ask("3.0.0.10.in-addr.arpa", DnsType.PTR).Answers).Data.TrimEnd('.'));
    }
}
