using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// Nodes of the mesh that are gone, by the names that Consul's clients know them by, and what they have left: the services
/// of their agents, which are critical until their node is back.
/// </summary>
internal sealed partial class LeftNodes(IMeshClient client, IMeshInspector inspector, ILogger<LeftNodes> log)
{
    /// <summary>Consul's force-leave: done as well where the node is alive, which then just stays.</summary>
    public async Task<AgentAnswer> ForceLeaveAsync(string node, CancellationToken cancellation)
    {
        if (AddressOf(node) is not { } address)
            return NoNode(node);
        switch (await client.RemoveNodeAsync(inspector, address, $"its node {node} was forced to leave", cancellation))
        {
            case NodeRemoved done:
                Say(address, done.Removed);
                return AgentAnswer.Done;
            case NodeIsAlive:
                LogAlive(log, address);
                return AgentAnswer.Done;
            case Unavailable unavailable:
                return AgentAnswer.Unavailable(unavailable.Reason);
            default:
                return NoNode(node);
        }
    }

    /// <summary>What a node left that is gone; nothing of one that is alive, whose agent would register it again.</summary>
    public IReadOnlyList<ServiceInstance> LeftBy(string node) =>
        AddressOf(node) is { } address ? NodeRemovalExtensions.LeftBy(client.Snapshot, address) : [];

    public void Say(string node, IReadOnlyCollection<InstanceKey> removed)
    {
        if (removed.Count > 0)
            LogRemoved(log, node, removed.Count, string.Join(", ", removed));
    }

    /// <param name="node">As catalogue and members show it, or an address.</param>
    private string? AddressOf(string node) => client.Snapshot.Services.Values.SelectMany(s => s.Instances)
        .Where(v => v.Origin.Length == 0 && !ConsulMetadata.IsExternal(v.Instance.Metadata))
        .Select(v => v.Owner.Address)
        .Concat(inspector.Members.Items.Select(m => m.Owner.Address))
        .Distinct()
        .FirstOrDefault(a => a == node || string.Equals(MeshNodes.NameOf(a), node, StringComparison.OrdinalIgnoreCase));

    private static AgentAnswer NoNode(string node) =>
        AgentAnswer.Text(StatusCodes.Status500InternalServerError, $"agent: No node found with name '{node}'");
}
