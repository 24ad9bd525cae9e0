using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// The indexes that a snapshot does not hold: of the list of services, and of the nodes that only instances tell of, which not every
/// change touches. Fed with changes as they come; a reader who is ahead of them brings it up to date itself. Thread-safe.
/// </summary>
internal sealed class ServiceIndex
{
    private readonly NodeNames? _names;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServiceView> _views = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, ServiceTags> _services =
        ImmutableSortedDictionary.Create<string, ServiceTags>(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableArray<CatalogNode>> _nodes =
        ImmutableDictionary<string, ImmutableArray<CatalogNode>>.Empty;
    private ImmutableDictionary<string, ImmutableArray<CatalogNode>> _inDoubt =
        ImmutableDictionary<string, ImmutableArray<CatalogNode>>.Empty;
    private ImmutableDictionary<string, ImmutableArray<ServiceTags>> _written =
        ImmutableDictionary<string, ImmutableArray<ServiceTags>>.Empty;
    private long _revision;
    private long _servicesIndex;
    private long _nodesIndex;
    private long _extinctionIndex;

    public ServiceIndex(CatalogSnapshot snapshot, NodeNames? names = null)
    {
        _names = names;
        _servicesIndex = snapshot.Index;
        _nodesIndex = snapshot.Index;
        _extinctionIndex = GoneIndex(snapshot);
        CatchUp(snapshot);
    }

    /// <summary>The index of a service that has no instance: that at which the last service lost its last one.</summary>
    public long ExtinctionIndex(CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            CatchUp(snapshot);
            // Told by another node, it rises without a change.
            return _extinctionIndex = Math.Max(_extinctionIndex, snapshot.GoneIndex);
        }
    }

    /// <summary>The services by their names as clients wrote them, with their tags, and the index of this list.</summary>
    public (long Index, ImmutableSortedDictionary<string, ServiceTags> Services) Services(CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            CatchUp(snapshot);
            return (_servicesIndex, _services);
        }
    }

    /// <summary>
    /// The nodes that are known by what is registered on them alone, and the index of this list: those from outside, and those of
    /// the mesh that are in doubt or gone, which may be no members any more.
    /// </summary>
    public (long Index, IReadOnlyList<CatalogNode> Nodes) NodesOfInstances(CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            CatchUp(snapshot);
            return (_nodesIndex, [.. _inDoubt.Values.Concat(_nodes.Values).SelectMany(static n => n).DistinctBy(static n => n.Name)]);
        }
    }

    /// <summary>Those of the mesh among them.</summary>
    public IReadOnlyList<CatalogNode> NodesInDoubt(CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            CatchUp(snapshot);
            return [.. _inDoubt.Values.SelectMany(static n => n).DistinctBy(static n => n.Name)];
        }
    }

    /// <summary>Takes a change in and returns the indexes of the two lists after it.</summary>
    /// <param name="snapshot">The present one, which may be ahead of the change.</param>
    public (long Services, long Nodes) Apply(CatalogChange change, CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            if (change.Kind is ChangeKind.Reset)
                CatchUp(snapshot);
            else if (snapshot.Revision > _revision)
                Refresh(change.Service.Value, snapshot);
            // Changes come in order, the last of a revision with its number.
            if (change.Revision == snapshot.Revision)
                _revision = Math.Max(_revision, change.Revision);
            return (_servicesIndex, _nodesIndex);
        }
    }

    private void CatchUp(CatalogSnapshot snapshot)
    {
        if (snapshot.Revision <= _revision)
            return;
        foreach (var name in _views.Keys.Where(n => !snapshot.Services.ContainsKey(n)).ToList())
            Refresh(name, snapshot);
        foreach (var (name, view) in snapshot.Services)
        {
            if (!ReferenceEquals(_views.GetValueOrDefault(name), view))
                Refresh(name, snapshot);
        }

        _revision = snapshot.Revision;
    }

    private static long GoneIndex(CatalogSnapshot snapshot) => snapshot.GoneIndex == 0 ? snapshot.Index : snapshot.GoneIndex;

    private void Refresh(string name, CatalogSnapshot snapshot)
    {
        var view = snapshot.Services.GetValueOrDefault(name);
        if (view is null)
            _views.Remove(name);
        else
            _views[name] = view;
        RefreshTags(name, view, snapshot.Index, GoneIndex(snapshot));
        RefreshNodes(name, view, snapshot.Index);
    }

    private void RefreshTags(string name, ServiceView? view, long index, long gone)
    {
        var held = _written.GetValueOrDefault(name, []);
        ImmutableArray<ServiceTags> present = view is null || name == ConsulNodeRecords.Name ? [] : Of(view);
        if (held.SequenceEqual(present))
            return;
        _services = _services.RemoveRange(held.Select(s => s.Name)).SetItems(present.Select(s => KeyValuePair.Create(s.Name, s)));
        _written = present.IsEmpty ? _written.Remove(name) : _written.SetItem(name, present);
        _servicesIndex = index;
        if (present.IsEmpty)
            _extinctionIndex = gone;
    }

    private void RefreshNodes(string name, ServiceView? view, long index)
    {
        var instances = view is null ? [] : view.Instances.Select(i => (View: i, Metadata: ConsulMetadata.Read(i.Instance.Metadata))).ToArray();
        ImmutableArray<CatalogNode> external =
            [.. instances.Where(i => i.Metadata.Node is not null).Select(i => MeshNodes.Of(i.View, i.Metadata)).Distinct()];
        ImmutableArray<CatalogNode> inDoubt =
            [.. instances.Where(i => IsOnOneInDoubt(i.View, i.Metadata)).Select(i => MeshNodes.Of(i.View, i.Metadata, _names)).Distinct()];
        if (external.SequenceEqual(_nodes.GetValueOrDefault(name, [])) && inDoubt.SequenceEqual(_inDoubt.GetValueOrDefault(name, [])))
            return;
        _nodes = external.IsEmpty ? _nodes.Remove(name) : _nodes.SetItem(name, external);
        _inDoubt = inDoubt.IsEmpty ? _inDoubt.Remove(name) : _inDoubt.SetItem(name, inDoubt);
        _nodesIndex = index;
    }

    /// <summary>Members in doubt are among them: whoever reads the list knows the members better.</summary>
    private static bool IsOnOneInDoubt(InstanceView view, ConsulMetadata metadata) =>
        metadata.Node is null && view.Origin.Length == 0 && view.Standing is not Standing.Confirmed;

    /// <summary>One for each form in which clients wrote the name: those that differ in case only are one service.</summary>
    private static ImmutableArray<ServiceTags> Of(ServiceView view) =>
    [
        .. view.Instances
            .GroupBy(i => ConsulMetadata.NameIn(i.Instance.Metadata) is { Length: > 0 } name ? name : view.Name.Value, i => i.Instance, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ServiceTags(g.Key, [.. g.SelectMany(i => i.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
    ];
}
