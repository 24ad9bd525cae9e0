using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Client.Testing;

/// <summary>Writes the view of a hub, in place of the registry.</summary>
internal sealed class CatalogWriter(MeshHub hub, TimeProvider time, IPickRandom random)
{
    private readonly Lock _gate = new();
    private readonly SelectionContext _context = new("", TimeSpan.Zero, new EndpointLoads(), time, random);
    private ImmutableDictionary<ServiceName, ServicePolicy> _policies = ImmutableDictionary<ServiceName, ServicePolicy>.Empty;

    public ImmutableSortedDictionary<InstanceKey, InstanceView> Views { get; private set; } =
        ImmutableSortedDictionary<InstanceKey, InstanceView>.Empty;

    public IReadOnlyList<ServiceName> Exports => [.. _policies.Where(p => p.Value.Exported).Select(p => p.Key).Order()];

    public ServicePolicy PolicyOf(ServiceName service) => _policies.GetValueOrDefault(service, ServicePolicy.Default);

    public void SetPolicy(ServiceName service, ServicePolicy policy)
    {
        lock (_gate)
        {
            _policies = _policies.SetItem(service, policy);
            Publish([]);
        }
    }

    /// <summary>Adds or replaces instances, all in one step of the view.</summary>
    public void Put(params IEnumerable<InstanceView> views)
    {
        lock (_gate)
            Apply([.. views.Select(v => (Views.ContainsKey(v.Instance.Key) ? ChangeKind.Updated : ChangeKind.Added, v))]);
    }

    /// <summary>False: there is no such instance.</summary>
    public bool SetStatus(InstanceKey key, InstanceStatus status)
    {
        lock (_gate)
        {
            if (!Views.TryGetValue(key, out var view))
                return false;
            Put(view with { Instance = view.Instance with { Status = status } });
            return true;
        }
    }

    public void Remove(params IEnumerable<InstanceKey> keys)
    {
        lock (_gate)
            Apply([.. keys.Select(k => (ChangeKind.Removed, Views[k]))]);
    }

    public void Apply(params IReadOnlyList<(ChangeKind Kind, InstanceView View)> changes)
    {
        lock (_gate)
        {
            foreach (var (kind, view) in changes)
            {
                Views = kind is ChangeKind.Removed
                    ? Views.Remove(view.Instance.Key)
                    : Views.SetItem(view.Instance.Key, view);
            }

            Publish(changes);
        }
    }

    /// <summary>The revisions are indexes as well, as if other nodes numbered alike.</summary>
    public bool HasIndexes { get; set; }

    public ServiceView View(ServiceName name, long revision, ImmutableArray<InstanceView> instances)
    {
        var policy = PolicyOf(name);
        return new ServiceView(name, revision, instances, policy, EndpointSet.Build(instances, policy, _context));
    }

    private void Publish(IReadOnlyList<(ChangeKind Kind, InstanceView View)> changes)
    {
        var revision = RevisionClock.Next(hub.Snapshot.Revision);
        // As in a real view, a service that did not change keeps its revision.
        var services = Views.Values.GroupBy(v => v.Instance.Service).ToImmutableDictionary(
            g => g.Key.Value,
            g => changes.Count > 0 && changes.All(c => c.View.Instance.Service != g.Key) && hub.Snapshot.Find(g.Key.Value) is { } held
                ? held
                : View(g.Key, revision, [.. g]));
        hub.Publish(
            new CatalogSnapshot(revision, services, ImmutableDictionary<Owner, OwnerContact>.Empty) { GoneIndex = HasIndexes ? revision : 0 },
            [.. changes.Select(c => new CatalogChange(revision, c.View.Instance.Service, c.Kind, c.View))]);
    }
}
