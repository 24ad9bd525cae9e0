using Mesh.Catalog;
using Mesh.Client.Testing;
using Mesh.Registry;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Testing;

/// <summary>A hub whose view the test writes, in place of the registry.</summary>
internal sealed class TestCatalog
{
    private static readonly Owner Other = new("10.0.0.9:4053", 9);

    public TestCatalog(FakeTimeProvider? time = null, int historyPerService = 1_024, long? historyBytes = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Hub = new MeshHub(Time.GetUtcNow(), revisionTag: 5, historyPerService, historyBytes);
        Writer = new CatalogWriter(Hub, Time, new SeededPickRandom(1));
    }

    public FakeTimeProvider Time { get; }

    public MeshHub Hub { get; }

    internal CatalogWriter Writer { get; }

    public static ServiceInstance Instance(string service, string id, int port = 80, string host = "10.0.0.1") => new()
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id),
        Host = host,
        Port = port,
        Status = InstanceStatus.Passing,
    };

    /// <summary>Adds or replaces instances in one step of the view.</summary>
    public TestCatalog Put(params IEnumerable<ServiceInstance> instances)
    {
        Writer.Put(instances.Select(i => new InstanceView(i, Other, Standing.Confirmed)));
        return this;
    }

    public TestCatalog Remove(params IEnumerable<InstanceKey> keys)
    {
        Writer.Remove(keys);
        return this;
    }
}
