using Mesh.Catalog;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Questions;

/// <summary>All that one node knows at one moment: for questions that are not about a single service.</summary>
internal sealed class WholeCatalog(CatalogSnapshot snapshot, MemberList members, IReadOnlyList<CatalogNode> others, long index, NodeNames? names = null)
{
    /// <summary>The service of Consul's own servers.</summary>
    public const string ServersName = "consul";

    private static readonly CheckOutputs NoOutputs = static (_, _) => null;

    /// <summary>Changes when anything does.</summary>
    public long Index => index;

    /// <summary>The members, then those that are known by their instances alone. A name stands for one node, whoever else has it.</summary>
    public IEnumerable<CatalogNode> Nodes => ((IEnumerable<CatalogNode>)
        [.. members.Members.Select(m => MeshNodes.Of(m.Owner.Address, m.Name)), .. others])
        .DistinctBy(n => n.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What Consul's clients take for its servers: the members, at their remoting ports.</summary>
    public IEnumerable<CatalogEntry> Servers => members.Members
        .Select(m => Server(MeshNodes.Of(m.Owner.Address, m.Name), HostPort.PortOf(m.Owner.Address) ?? 0, m.Standing))
        .DistinctBy(e => e.Node.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>By service, then by id.</summary>
    public IEnumerable<CatalogEntry> Entries(CheckOutputs? outputs = null) =>
        All(outputs ?? NoOutputs).Where(e => !ConsulNodeRecords.IsOne(e.Instance));

    /// <summary>Those of external nodes that stand for the node alone are among them.</summary>
    private IEnumerable<CatalogEntry> All(CheckOutputs outputs) => snapshot.Services
        .OrderBy(s => s.Key, StringComparer.Ordinal)
        .SelectMany(s => EntryMapping.Of(s.Value, outputs, names));

    public CatalogNode? Find(string node) =>
        Nodes.FirstOrDefault(n => string.Equals(n.Name, node, StringComparison.OrdinalIgnoreCase))
        ?? Entries().FirstOrDefault(e => e.IsOn(node))?.Node;

    private CatalogEntry Server(CatalogNode node, int port, Standing standing) => new()
    {
        Node = node,
        Instance = new ServiceInstance
        {
            Service = ServiceName.Parse(ServersName),
            Id = InstanceId.Parse(ServersName),
            Host = node.Address,
            Port = port,
            Status = InstanceStatus.Passing,
        },
        Metadata = ConsulMetadata.Empty,
        ServiceName = ServersName,
        Address = "",
        Checks = [NodeChecks.Serf(node.Name, standing, staysInDoubt: false, index)],
        Index = index,
    };

    /// <summary>The checks of all nodes, then those of all instances.</summary>
    public IEnumerable<ConsulCheck> Checks(CheckOutputs outputs)
    {
        var entries = All(outputs).ToList();
        var ofNodes = members.Members.Select(m =>
            NodeChecks.Serf(MeshNodes.NameOf(m.Owner.Address, m.Name), m.Standing, staysInDoubt: false, members.Index));
        var ofEntries = entries.SelectMany(e => e.Checks);
        // Each instance brings the checks of its node along; those of members are known at first hand.
        return ofNodes.Concat(ofEntries.Where(c => c.ServiceId.Length == 0))
            .DistinctBy(c => (c.Node, c.Id))
            .Concat(ofEntries.Where(c => c.ServiceId.Length > 0));
    }
}
