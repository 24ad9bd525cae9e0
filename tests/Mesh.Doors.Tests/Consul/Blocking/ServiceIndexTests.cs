using Mesh.Catalog;
using Mesh.Node.Consul.Blocking;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Blocking;

public sealed class ServiceIndexTests
{
    private readonly TestCatalog _catalog = new();
    private readonly ServiceIndex _index;

    public ServiceIndexTests() => _index = new ServiceIndex(_catalog.Hub.Snapshot);

    [Fact]
    public void List_of_services_keeps_its_index_while_names_and_tags_stay()
    {
        _catalog.Put(Web(InstanceStatus.Passing, "a"));
        var (first, services) = _index.Services(_catalog.Hub.Snapshot);
        Assert.Equal(["a"], services["web"].Tags.ToArray());
        _catalog.Put(Web(InstanceStatus.Critical, "a"));
        Assert.Equal(first, _index.Services(_catalog.Hub.Snapshot).Index);
        _catalog.Put(Web(InstanceStatus.Critical, "a", "b"));
        var (second, _) = _index.Services(_catalog.Hub.Snapshot);
        Assert.True(second > first);
        _catalog.Put(TestCatalog.Instance("api", "a-1"));
        Assert.True(_index.Services(_catalog.Hub.Snapshot).Index > second);
    }

    [Fact]
    public void Service_that_is_gone_has_an_index_above_all_it_ever_had()
    {
        var before = _index.ExtinctionIndex(_catalog.Hub.Snapshot);
        Assert.True(before > 0);
        _catalog.Put(Web(InstanceStatus.Passing), TestCatalog.Instance("api", "a-1"));
        Assert.Equal(before, _index.ExtinctionIndex(_catalog.Hub.Snapshot));
        var last = _catalog.Hub.Snapshot.Find("web")!.Revision;
        _catalog.Remove(Web(InstanceStatus.Passing).Key);
        var gone = _index.ExtinctionIndex(_catalog.Hub.Snapshot);
        Assert.True(gone > last);
        _catalog.Put(TestCatalog.Instance("api", "a-2"));
        Assert.Equal(gone, _index.ExtinctionIndex(_catalog.Hub.Snapshot));
        _catalog.Put(Web(InstanceStatus.Passing));
        Assert.True(_catalog.Hub.Snapshot.Find("web")!.Revision > gone);
    }

    [Fact]
    public void Changes_that_are_fed_and_reads_that_catch_up_give_the_same()
    {
        var fed = new ServiceIndex(_catalog.Hub.Snapshot);
        var since = _catalog.Hub.Snapshot.Revision;
        void Feed()
        {
            // As a watch tells them: the last change of a revision carries its number, those before it the one before.
            var changes = _catalog.Hub.ChangesSince(null, since).Changes!;
            foreach (var change in changes.SkipLast(1))
                fed.Apply(change with { Revision = since }, _catalog.Hub.Snapshot);
            fed.Apply(changes[^1], _catalog.Hub.Snapshot);
            since = _catalog.Hub.Snapshot.Revision;
        }

        foreach (var step in (Action[])
        [
            () => _catalog.Put(Web(InstanceStatus.Passing, "a")),
            () => _catalog.Put(TestCatalog.Instance("api", "1"), TestCatalog.Instance("db", "1")),
            () => _catalog.Remove(Web(InstanceStatus.Passing).Key),
            () => _catalog.Put(TestCatalog.Instance("api", "1", port: 81)),
        ])
        {
            step();
            Feed();
            var (index, services) = _index.Services(_catalog.Hub.Snapshot);
            var (fedIndex, fedServices) = fed.Services(_catalog.Hub.Snapshot);
            Assert.Equal(index, fedIndex);
            Assert.Equal(services.Keys, fedServices.Keys);
            Assert.Equal(_index.ExtinctionIndex(_catalog.Hub.Snapshot), fed.ExtinctionIndex(_catalog.Hub.Snapshot));
        }
    }

    private static ServiceInstance Web(InstanceStatus status, params string[] tags) =>
        TestCatalog.Instance("web", "w-1") with { Status = status, Tags = ValueList.From(tags) };
}
