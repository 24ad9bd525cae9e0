using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// Whether the node is in maintenance, and why. Its instances hold it as one of their checks; this says it of those
/// that come later. A node that starts again finds it at the instances that are back with it.
/// </summary>
internal sealed class NodeMaintenance
{
    private volatile NamedCheck? _check;

    /// <summary>Null: not in maintenance, or nobody has said so since the start.</summary>
    public NamedCheck? Check => _check;

    /// <summary>Somebody has said, since the start, whether the node is in maintenance.</summary>
    public bool IsSaid { get; private set; }

    public void Set(NamedCheck? check)
    {
        _check = check;
        IsSaid = true;
    }

    public static NamedCheck OfNode(string reason) => new()
    {
        Id = ConsulCheckIds.NodeMaintenance,
        Name = "Node Maintenance Mode",
        Notes = reason.Length > 0 ? reason : "The node is in maintenance; no reason was given.",
        Status = InstanceStatus.Critical,
        OfNode = true,
    };

    public static NamedCheck OfService(string id, string reason) => new()
    {
        Id = ConsulCheckIds.ServiceMaintenance(id),
        Name = "Service Maintenance Mode",
        Notes = reason.Length > 0 ? reason : "The service is in maintenance; no reason was given.",
        Status = InstanceStatus.Critical,
    };
}
