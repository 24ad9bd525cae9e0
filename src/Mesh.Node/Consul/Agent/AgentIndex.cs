using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// Instances by the id that their client knows and by the ids of their checks, without the service that the mesh names them by: Consul's
/// clients say neither. Follows the snapshot when it is asked; a step costs what changed, and a look at each service.
/// </summary>
internal sealed class AgentIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<InstanceView>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<InstanceView>> _byCheck = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ServiceView> _seen = ImmutableDictionary<string, ServiceView>.Empty;

    public IReadOnlyList<InstanceView> ById(CatalogSnapshot snapshot, string id) => Find(_byId, snapshot, id);

    public IReadOnlyList<InstanceView> ByCheck(CatalogSnapshot snapshot, string checkId) => Find(_byCheck, snapshot, checkId);

    private InstanceView[] Find(Dictionary<string, List<InstanceView>> index, CatalogSnapshot snapshot, string text)
    {
        lock (_gate)
        {
            Follow(snapshot.Services);
            return index.TryGetValue(text, out var found) ? [.. found] : [];
        }
    }

    private void Follow(ImmutableDictionary<string, ServiceView> services)
    {
        if (ReferenceEquals(services, _seen))
            return;
        foreach (var (name, view) in _seen)
        {
            if (!services.TryGetValue(name, out var next) || !ReferenceEquals(next, view))
                Each(view, Remove);
        }

        foreach (var (name, view) in services)
        {
            if (!_seen.TryGetValue(name, out var before) || !ReferenceEquals(before, view))
                Each(view, Add);
        }

        _seen = services;
    }

    private void Each(ServiceView service, Action<Dictionary<string, List<InstanceView>>, string, InstanceView> act)
    {
        foreach (var view in service.Instances)
        {
            var id = AgentIds.Of(view.Instance);
            act(_byId, id, view);
            if (view.Instance.Checks.Count == 0)
                act(_byCheck, ConsulCheckIds.Default(id), view);
            foreach (var check in view.Instance.Checks)
                act(_byCheck, check.Id, view);
        }
    }

    private static void Add(Dictionary<string, List<InstanceView>> index, string text, InstanceView view)
    {
        if (!index.TryGetValue(text, out var views))
            index[text] = views = new List<InstanceView>(1);
        views.Add(view);
    }

    private static void Remove(Dictionary<string, List<InstanceView>> index, string text, InstanceView view)
    {
        if (!index.TryGetValue(text, out var views))
            return;
        views.Remove(view);
        if (views.Count == 0)
            index.Remove(text);
    }
}
