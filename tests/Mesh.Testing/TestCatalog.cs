using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Testing;

/// <summary>A hub whose view the test writes, in place of the registry.</summary>
public sealed class TestCatalog
{
    private static readonly Owner Other = new("10.0.0.9:4053", 9);

    private readonly SelectionContext _context;
    private readonly SortedDictionary<InstanceKey, InstanceView> _all = [];

    public TestCatalog(FakeTimeProvider? time = null, int historyPerService = 1_024)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Hub = new MeshHub(Time.GetUtcNow(), revisionTag: 5, historyPerService);
        _context = new SelectionContext("", TimeSpan.Zero, new EndpointLoads(), Time, new SeededPickRandom(1));
    }

    public FakeTimeProvider Time { get; }

    public MeshHub Hub { get; }

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
        var changes = new List<(ChangeKind, InstanceView)>();
        foreach (var instance in instances)
        {
            var view = new InstanceView(instance, Other, Standing.Confirmed);
            changes.Add((_all.ContainsKey(instance.Key) ? ChangeKind.Updated : ChangeKind.Added, view));
            _all[instance.Key] = view;
        }

        return Publish(changes);
    }

    public TestCatalog Remove(params IEnumerable<InstanceKey> keys)
    {
        var changes = new List<(ChangeKind, InstanceView)>();
        foreach (var key in keys)
        {
            changes.Add((ChangeKind.Removed, _all[key]));
            _all.Remove(key);
        }

        return Publish(changes);
    }

    private TestCatalog Publish(List<(ChangeKind Kind, InstanceView View)> changes)
    {
        var revision = RevisionClock.Next(Hub.Snapshot.Revision);
        var services = _all.Values.GroupBy(v => v.Instance.Service).ToImmutableDictionary(
            g => g.Key.Value,
            g => View(g.Key, revision, [.. g]));
        Hub.Publish(
            new CatalogSnapshot(revision, services, ImmutableDictionary<Owner, OwnerContact>.Empty),
            [.. changes.Select(c => new CatalogChange(revision, c.View.Instance.Service, c.Kind, c.View))]);
        return this;
    }

    private ServiceView View(ServiceName name, long revision, ImmutableArray<InstanceView> instances) => new(
        name, revision, instances, ServicePolicy.Default, EndpointSet.Build(instances, ServicePolicy.Default, _context));
}
