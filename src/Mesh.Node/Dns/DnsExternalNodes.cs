using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>
/// The nodes that services were registered on from outside, by their names. Follows the snapshot when it is asked: a step costs
/// a look at each service, and what changed. Thread-safe.
/// </summary>
internal sealed class DnsExternalNodes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ServiceView View, CatalogNode[] Nodes)> _seen = new(StringComparer.Ordinal);
    private ILookup<string, DnsNode> _nodes = Array.Empty<DnsNode>().ToLookup(n => n.Name);
    private long _revision = -1;

    public IReadOnlyList<DnsNode> Find(string name, CatalogSnapshot snapshot)
    {
        lock (_gate)
        {
            Follow(snapshot);
            return [.. _nodes[name]];
        }
    }

    private void Follow(CatalogSnapshot snapshot)
    {
        if (snapshot.Revision == _revision)
            return;
        _revision = snapshot.Revision;
        var hasChanged = false;
        foreach (var gone in _seen.Keys.Where(n => !snapshot.Services.ContainsKey(n)).ToArray())
            hasChanged |= _seen.Remove(gone, out var was) && was.Nodes.Length > 0;
        foreach (var (name, view) in snapshot.Services)
        {
            var known = _seen.TryGetValue(name, out var before);
            if (known && ReferenceEquals(before.View, view))
                continue;
            CatalogNode[] nodes =
            [
                .. view.Instances.Where(i => ConsulMetadata.IsExternal(i.Instance.Metadata))
                    .Select(i => ConsulMetadata.Read(i.Instance.Metadata).Node).OfType<CatalogNode>().Distinct(),
            ];
            hasChanged |= !(known ? before.Nodes : []).AsSpan().SequenceEqual(nodes);
            _seen[name] = (view, nodes);
        }

        if (hasChanged)
        {
            _nodes = _seen.Values.SelectMany(s => s.Nodes).DistinctBy(n => (n.Name, n.Address))
                .Select(DnsNode.Of).ToLookup(n => n.Name, StringComparer.OrdinalIgnoreCase);
        }
    }
}
