using System.Text;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Kv;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// Whether the node is in maintenance, and why. Its instances hold it as one of their checks; this says it of those
/// that come later. It is an entry of the mesh's key-value store under the node's name, or its address, so that it outlives a restart of the node,
/// whether or not it has instances.
/// </summary>
internal sealed class NodeMaintenance(IMeshKeyValues store, IMeshInspector inspector, NodeNames names)
{
    /// <summary>Null: not in maintenance.</summary>
    public NamedCheck? Check => store.Snapshot.Find(Key) is { } entry ? OfNode(Encoding.UTF8.GetString(entry.Value.Span)) : null;

    /// <summary>A node that has a name is known by it under another address too.</summary>
    private Octets Key => inspector.SelfAddress is { } self ? KeyOf(names.Of(self) is { Length: > 0 } name ? name : self) : KeyOf("");

    private static Octets KeyOf(string node) => Octets.Utf8(ForeignKeys.Maintenance + node.ToLowerInvariant());

    /// <summary>Null: done.</summary>
    public async Task<ConsulFault?> SetAsync(NamedCheck? check, CancellationToken cancellation)
    {
        KeyWrite write = check is null ? new KeyWrite.Delete(Key) : new KeyWrite.Put(Key, Octets.Utf8(check.Notes), 0, 0);
        return KvMapping.FaultOf(await store.ApplyAsync(new KeyBatch(write), cancellation));
    }

    /// <summary>A node that was removed takes its maintenance along, or whoever comes in its place would begin with it.</summary>
    /// <param name="node">Its name, or its address.</param>
    public Task ForgetAsync(string node, CancellationToken cancellation) => store.Snapshot.Find(KeyOf(node)) is null
        ? Task.CompletedTask
        : store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(KeyOf(node))), cancellation);

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
