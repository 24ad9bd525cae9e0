using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// The node as the agent that Consul's clients take it for: what came in through it, and where else an id may be. An
/// instance of an external node belongs to no agent.
/// </summary>
internal sealed class AgentNode(IMeshClient client, IMeshInspector inspector, AgentIndex index)
{
    /// <summary>The node's remoting address, "host:port"; empty before it is bound.</summary>
    public string Self => inspector.SelfAddress ?? "";

    public CatalogNode Node => MeshNodes.Of(Self);

    public CatalogSnapshot Snapshot => client.Snapshot;

    /// <summary>The instances that came in here, by id.</summary>
    public IReadOnlyList<InstanceView> Own() =>
    [
        .. Snapshot.Services.Values.SelectMany(s => s.Instances).Where(IsOwn)
            .OrderBy(v => v.Instance.Id).ThenBy(v => v.Instance.Service),
    ];

    /// <summary>The instance that a client means by an id: this node's, or else the only one there is.</summary>
    public InstanceView? FindService(string id) => Choose(index.ById(Snapshot, id));

    public InstanceView? FindCheck(string checkId) => Choose(index.ByCheck(Snapshot, checkId));

    /// <summary>This node's own instances of an id; more than one when a client changed the name of the service.</summary>
    public IEnumerable<InstanceView> OwnById(string id) => index.ById(Snapshot, id).Where(IsOwn);

    public IEnumerable<InstanceView> OwnByCheck(string checkId) => index.ByCheck(Snapshot, checkId).Where(IsOwn);

    public bool IsOwn(InstanceView view) => view.Owner.Address == Self && !IsExternal(view);

    private InstanceView? Choose(IReadOnlyList<InstanceView> found)
    {
        var own = found.FirstOrDefault(IsOwn);
        if (own is not null)
            return own;
        // Two agents may each have an instance of this id, and nothing says which one is meant.
        var elsewhere = found.Where(v => !IsExternal(v)).Take(2).ToArray();
        return elsewhere.Length == 1 ? elsewhere[0] : null;
    }

    private static bool IsExternal(InstanceView view) => ConsulMetadata.IsExternal(view.Instance.Metadata);
}
