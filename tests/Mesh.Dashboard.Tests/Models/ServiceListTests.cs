using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class ServiceListTests
{
    private readonly FakeMeshClient _mesh = MeshOf(
        new FakeTimeProvider(),
        Instance("orders", "a", "1", zone: "east"),
        Instance("orders", "b", "2", status: InstanceStatus.Critical, zone: "west"),
        Instance("stock", "a", "2", zone: "east"),
        Instance("web", "a", owner: Other));

    [Theory]
    [InlineData("q", "ORD", "orders")]
    [InlineData("status", "critical", "orders")]
    [InlineData("zone", "east", "orders stock")]
    [InlineData("version", "2", "orders stock")]
    [InlineData("owner", ":4054", "web")]
    [InlineData("sort", "size", "orders stock web")]
    [InlineData("sort", "99", "orders stock web")]
    [InlineData("q", "none", "")]
    public void Filter_of_the_address_says_which_services_are_listed(string field, string value, string expected)
    {
        var filter = ServiceFilter.Of(name => name == field ? value : null);

        Assert.Equal(expected, Names(filter));
    }

    [Fact]
    public void Filters_of_instances_hold_for_one_and_the_same_instance() =>
        Assert.Equal("stock", Names(new ServiceFilter { Zone = "east", Version = "2" }));

    [Fact]
    public void Filter_comes_back_from_its_own_address()
    {
        var filter = new ServiceFilter { Text = "a&b", Zone = "é", Sort = ServiceSort.Trouble };

        Assert.Equal(filter, ServiceFilter.Of(name => filter.ToQuery()[name] as string));
    }

    [Fact]
    public void Trouble_comes_first_where_it_is_sorted_by() =>
        Assert.Equal("orders", Names(new ServiceFilter { Sort = ServiceSort.Trouble }).Split(' ')[0]);

    [Fact]
    public void Service_that_may_not_be_read_is_not_listed() =>
        Assert.Equal(["stock"], ServiceList.Of(_mesh.Snapshot, ServiceFilter.None, s => s == "stock").Select(r => r.Name));

    private string Names(ServiceFilter filter) => string.Join(' ', ServiceList.Of(_mesh.Snapshot, filter, _ => true).Select(r => r.Name));
}
