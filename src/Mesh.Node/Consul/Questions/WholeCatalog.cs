using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Questions;

/// <summary>All that one node knows at one moment: for questions that are not about a single service.</summary>
internal sealed class WholeCatalog(CatalogSnapshot snapshot, MemberList members, IReadOnlyList<CatalogNode> external)
{
    private static readonly CheckOutputs NoOutputs = static (_, _) => null;

    /// <summary>Changes when anything does.</summary>
    public long Index => Math.Max(snapshot.Revision, members.Index);

    public IEnumerable<CatalogNode> Nodes => [.. members.Members.Select(m => MeshNodes.Of(m.Owner.Address)), .. external];

    /// <summary>By service, then by id.</summary>
    public IEnumerable<CatalogEntry> Entries(CheckOutputs? outputs = null) => snapshot.Services
        .OrderBy(s => s.Key, StringComparer.Ordinal)
        .SelectMany(s => EntryMapping.Of(s.Value, outputs ?? NoOutputs));

    public CatalogNode? Find(string node) =>
        Nodes.FirstOrDefault(n => string.Equals(n.Name, node, StringComparison.OrdinalIgnoreCase))
        ?? Entries().FirstOrDefault(e => e.IsOn(node))?.Node;

    /// <summary>The checks of all nodes, then those of all instances.</summary>
    public IEnumerable<ConsulCheck> Checks(CheckOutputs outputs)
    {
        var entries = Entries(outputs).ToList();
        var ofNodes = members.Members.Select(m =>
            NodeChecks.Serf(MeshNodes.NameOf(m.Owner.Address), m.Standing, staysInDoubt: false, members.Index));
        var ofEntries = entries.SelectMany(e => e.Checks);
        // Each instance brings the checks of its node along; those of members are known at first hand.
        return ofNodes.Concat(ofEntries.Where(c => c.ServiceId.Length == 0))
            .DistinctBy(c => (c.Node, c.Id))
            .Concat(ofEntries.Where(c => c.ServiceId.Length > 0));
    }
}
