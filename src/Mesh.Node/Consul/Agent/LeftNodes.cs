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
internal sealed partial class LeftNodes(IMeshClient client, IMeshInspector inspector, ILogger<LeftNodes> log, NodeNames? names = null, NodeMaintenance? maintenance = null)
{
    /// <summary>Consul's force-leave: done as well where the node is alive, which then just stays.</summary>
    public async Task<AgentAnswer> ForceLeaveAsync(string node, CancellationToken cancellation)
    {
        // A node that came back at another address has the name of the one that is gone.
        var addresses = AddressesOf(node);
        if ((addresses.FirstOrDefault(a => !IsAlive(a)) ?? addresses.FirstOrDefault()) is not { } address)
            return NoNode(node);
        switch (await client.RemoveNodeAsync(inspector, address, $"its node {node} was forced to leave", cancellation))
        {
            case NodeRemoved done:
                Say(address, done.Removed);
                foreach (var called in (string[])[node, address, names?.Of(address) ?? ""])
                    await (maintenance?.ForgetAsync(called, cancellation) ?? Task.CompletedTask);
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
        [.. AddressesOf(node).SelectMany(a => NodeRemovalExtensions.LeftBy(client.Snapshot, a))];

    public void Say(string node, IReadOnlyCollection<InstanceKey> removed)
    {
        if (removed.Count > 0)
            LogRemoved(log, node, removed.Count, string.Join(", ", removed));
    }

    /// <param name="node">As catalogue and members show it, or an address.</param>
    private string[] AddressesOf(string node) =>
    [
        .. client.Snapshot.Services.Values.SelectMany(s => s.Instances)
            .Where(v => v.Origin.Length == 0 && !ConsulMetadata.IsExternal(v.Instance.Metadata))
            .Where(v => IsCalled(MeshNodes.Of(v, ConsulMetadata.Read(v.Instance.Metadata), names).Name, v.Owner.Address, node))
            .Select(v => v.Owner.Address)
            .Concat(inspector.Members.Items.Where(m => IsCalled(MeshNodes.NameOf(m.Owner.Address, m.Name), m.Owner.Address, node)).Select(m => m.Owner.Address))
            .Distinct(),
    ];

    /// <summary>The name that is made of the address counts also where the node was given one.</summary>
    private static bool IsCalled(string name, string address, string node) => address == node
        || string.Equals(name, node, StringComparison.OrdinalIgnoreCase)
        || string.Equals(MeshNodes.NameOf(address), node, StringComparison.OrdinalIgnoreCase);

    private bool IsAlive(string address) =>
        inspector.Members.Items.Any(m => m.Owner.Address == address && (m.IsSelf || m.Standing is Standing.Confirmed));

    private static AgentAnswer NoNode(string node) =>
        AgentAnswer.Text(StatusCodes.Status500InternalServerError, $"agent: No node found with name '{node}'");
}
