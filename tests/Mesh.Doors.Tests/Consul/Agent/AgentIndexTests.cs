using Mesh.Catalog;
using Mesh.Node.Consul.Agent;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Agent;

public sealed class AgentIndexTests
{
    private readonly AgentIndex _index = new();
    private readonly TestCatalog _catalog = new();

    [Fact]
    public void Instances_are_found_by_id_and_by_the_ids_of_their_checks()
    {
        _catalog.Put(
            TestCatalog.Instance("orders", "o-1") with { Checks = [new NamedCheck { Id = "c" }, new NamedCheck { Id = "d" }] },
            TestCatalog.Instance("billing", "b-1"));

        Assert.Equal("orders", Assert.Single(ById("o-1")).Instance.Service.Value);
        Assert.Equal("o-1", Assert.Single(ByCheck("d")).Instance.Id.Value);
        Assert.Equal("b-1", Assert.Single(ByCheck("service:b-1")).Instance.Id.Value);
        Assert.Empty(ByCheck("service:o-1"));
        Assert.Empty(ById("none"));
    }

    [Fact]
    public void Changes_and_removals_are_followed()
    {
        var record = TestCatalog.Instance("orders", "o-1") with { Checks = [new NamedCheck { Id = "c" }] };
        _catalog.Put(record, TestCatalog.Instance("billing", "o-1"));
        Assert.Equal(2, ById("o-1").Count);

        _catalog.Put(record with { Checks = [new NamedCheck { Id = "d" }] });
        Assert.Empty(ByCheck("c"));
        Assert.Single(ByCheck("d"));

        _catalog.Remove(record.Key);
        Assert.Empty(ByCheck("d"));
        Assert.Equal("billing", Assert.Single(ById("o-1")).Instance.Service.Value);
    }

    private IReadOnlyList<InstanceView> ById(string id) => _index.ById(_catalog.Hub.Snapshot, id);

    private IReadOnlyList<InstanceView> ByCheck(string id) => _index.ByCheck(_catalog.Hub.Snapshot, id);
}
