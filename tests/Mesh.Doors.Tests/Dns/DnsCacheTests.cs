using Mesh.Node.Dns;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Dns;

public sealed class DnsCacheTests
{
    private readonly TestCatalog _catalog = new();
    private readonly DnsCache _cache = new();

    private static byte[] Question(string service) => System.Text.Encoding.ASCII.GetBytes(service);

    private void Keep(string service) => _cache.Keep(
        Question(service),
        DnsType.A,
        new DnsAnswer(DnsRcode.NoError) { Sources = [new DnsSource(service, _catalog.Hub.Snapshot.Find(service)?.Revision)] },
        _catalog.Hub.Snapshot);

    [Fact]
    public void Answers_about_services_that_are_gone_do_not_stay()
    {
        _catalog.Put(TestCatalog.Instance("orders", "a"));
        Keep("orders");
        for (var i = 0; i < 5_000; i++)
        {
            var instance = TestCatalog.Instance($"pr-{i}", "x");
            _catalog.Put(instance);
            Keep($"pr-{i}");
            _catalog.Remove(instance.Key);
        }

        Assert.InRange(_cache.Count, 1, 1_100);
        Assert.NotNull(_cache.Find(Question("orders"), _catalog.Hub.Snapshot));
    }

    [Fact]
    public void Answer_holds_until_its_service_changes()
    {
        _catalog.Put(TestCatalog.Instance("orders", "a"), TestCatalog.Instance("billing", "b"));
        Keep("orders");
        _catalog.Put(TestCatalog.Instance("billing", "c"));
        Assert.NotNull(_cache.Find(Question("orders"), _catalog.Hub.Snapshot));

        _catalog.Put(TestCatalog.Instance("orders", "a", port: 81));
        Assert.Null(_cache.Find(Question("orders"), _catalog.Hub.Snapshot));
        Keep("orders");
        _catalog.Remove(TestCatalog.Instance("orders", "a").Key);
        Assert.Null(_cache.Find(Question("orders"), _catalog.Hub.Snapshot));
    }
}
