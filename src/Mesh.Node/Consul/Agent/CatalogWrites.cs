using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;
using Microsoft.Extensions.Options;
using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// External services: registered on nodes that are none of the mesh, and checked by whoever registers them. Each is a
/// kept instance of this node's that carries its node with it.
/// </summary>
internal sealed class CatalogWrites(IMeshClient client, IMeshChecks checks, IOptions<ConsulOptions> options, LeftNodes nodes)
{
    public async Task<AgentAnswer> RegisterAsync(JsonElement body, CancellationToken cancellation)
    {
        if (WriteScope.Check(body, options.Value) is { } elsewhere)
            return AgentAnswer.Of(elsewhere);
        var write = CatalogWriteMapping.ToWrite(body);
        if (write.Faults.Count > 0)
            return AgentAnswer.Bad(write.Faults);
        if (write.Checks.Any(c => c.ServiceId.Length > 0 && !HasService(write, c.ServiceId)))
            return AgentAnswer.Text(StatusCodes.Status500InternalServerError, "Missing service registration");
        var records = RecordsOf(write);
        // All of it or nothing.
        if (records.SelectMany(InstanceValidation.Check).ToArray() is { Length: > 0 } faults)
            return AgentAnswer.Bad(faults);
        foreach (var record in records)
        {
            var answer = ReplyMapping.OfRegister(await checks.RegisterAsync(record, cancellation));
            if (answer.Status != StatusCodes.Status200OK)
                return answer;
        }

        return AgentAnswer.True;
    }

    /// <summary>True also for what is not there, as Consul answers.</summary>
    public async Task<AgentAnswer> DeregisterAsync(JsonElement body, CancellationToken cancellation)
    {
        if (WriteScope.Check(body, options.Value) is { } elsewhere)
            return AgentAnswer.Of(elsewhere);
        var (removal, faults) = CatalogWriteMapping.ToRemoval(body);
        if (removal is null)
            return AgentAnswer.Bad(faults);
        var removed = new List<InstanceKey>();
        var meant = OnNode(removal.Node).Select(v => v.Instance).Concat(nodes.LeftBy(removal.Node)).Where(i => Means(removal, i));
        foreach (var instance in meant.ToArray())
        {
            IReply reply = removal.CheckId.Length > 0
                ? await checks.ChangeAsync(instance.Key, [], [removal.CheckId], "removed through the catalogue", cancellation)
                : await client.DeregisterAsync(instance.Key, "through the catalogue", cancellation);
            if (reply is Unavailable unavailable)
                return AgentAnswer.Unavailable(unavailable.Reason);
            if (reply is Deregistered done)
                removed.Add(done.Key);
        }

        nodes.Say(removal.Node, removed);
        return AgentAnswer.True;
    }

    /// <summary>
    /// All records that the write makes or changes. What is said of a node is told by each record on it, so that every view of
    /// a service has what it shows.
    /// </summary>
    private List<ServiceInstance> RecordsOf(CatalogWrite write)
    {
        var held = OnNode(write.Node.Name).Select(v => v.Instance).ToDictionary(i => i.Key);
        var node = NodeOf(write, held.Values);
        var after = held.Values.Select(i => ExternalRecords.With(i, node)).ToDictionary(i => i.Key);
        if (write.Instance is { } given)
        {
            var record = ExternalRecords.With(Apart(given, node.Name, held.Values), node);
            var before = after.GetValueOrDefault(record.Key);
            record = ExternalRecords.With(
                before is null ? record : record with { Checks = before.Checks, Metadata = Merged(record, before) },
                [.. held.Values.SelectMany(ExternalRecords.NodeChecksOf).DistinctBy(c => c.Check.Id)],
                areOfNode: true);
            after[record.Key] = record;
        }

        var ofNode = write.Checks.Where(c => ServiceOf(c, after.Values) is null).ToArray();
        if (!after.Keys.Any(k => k.Service == ConsulNodeRecords.Service) && (ofNode.Length > 0 || after.Count == 0))
            after.Add(ExternalRecords.OfNode(node).Key, ExternalRecords.OfNode(node));
        foreach (var (key, record) in after.ToArray())
        {
            var own = write.Checks.Where(c => ServiceOf(c, after.Values)?.Key == key).ToArray();
            after[key] = ExternalRecords.With(ExternalRecords.With(record, ofNode, areOfNode: true), own, areOfNode: false);
        }

        return [.. after.Values.Where(r => r != held.GetValueOrDefault(r.Key)).OrderBy(r => r.Key)];
    }

    private bool HasService(CatalogWrite write, string id) => (write.Instance is { } instance && AgentIds.Of(instance) == id)
        || OnNode(write.Node.Name).Any(v => !ConsulNodeRecords.IsOne(v.Instance) && AgentIds.Of(v.Instance) == id);

    /// <summary>What an instance that is registered anew keeps of what was said of its checks.</summary>
    private static ValueMap<string> Merged(ServiceInstance record, ServiceInstance before)
    {
        var old = ConsulMetadata.Read(before.Metadata);
        return (ConsulMetadata.Read(record.Metadata) with { NodeChecks = old.NodeChecks, Outputs = old.Outputs, Definitions = old.Definitions }).ToMetadata();
    }

    /// <summary>The node as the write describes it, or as it is known when the write leaves it as it is.</summary>
    private static CatalogNode NodeOf(CatalogWrite write, IEnumerable<ServiceInstance> held) => write.KeepsNode
        ? held.Select(i => ConsulMetadata.Read(i.Metadata).Node).FirstOrDefault(n => n is not null) ?? write.Node
        : write.Node;

    /// <summary>The record whose service a check is about; null: it is about the node.</summary>
    private static ServiceInstance? ServiceOf(CatalogCheck check, IEnumerable<ServiceInstance> records) => records
        .Where(r => !ConsulNodeRecords.IsOne(r))
        .FirstOrDefault(r => check.ServiceId.Length > 0
            ? AgentIds.Of(r) == check.ServiceId
            : r.Find(check.Check.Id) is not null && !ConsulMetadata.Read(r.Metadata).NodeChecks.ContainsKey(check.Check.Id));

    /// <summary>
    /// Consul's ids are unique on a node, the mesh's within a service: where another node, or none, has the id already,
    /// the record gets one that says the node too.
    /// </summary>
    private ServiceInstance Apart(ServiceInstance instance, string node, IEnumerable<ServiceInstance> held)
    {
        var given = AgentIds.Of(instance);
        var same = held.FirstOrDefault(i => i.Service == instance.Service && AgentIds.Of(i) == given);
        var holder = Find(instance.Key);
        if (same is null && (holder is null || IsOn(holder, node)))
            return instance;
        var metadata = ConsulMetadata.Read(instance.Metadata) with { ServiceId = given };
        return instance with { Id = same?.Id ?? AgentIds.Apart(node, given), Metadata = metadata.ToMetadata() };
    }

    private InstanceView? Find(InstanceKey key) => client.Snapshot.Find(key.Service.Value)?.Instances
        .FirstOrDefault(v => v.Instance.Id == key.Id);

    private IEnumerable<InstanceView> OnNode(string node) =>
        client.Snapshot.Services.Values.SelectMany(s => s.Instances).Where(v => IsOn(v, node));

    private static bool IsOn(InstanceView view, string node) =>
        ConsulMetadata.IsExternal(view.Instance.Metadata)
        && string.Equals(ConsulMetadata.Read(view.Instance.Metadata).Node?.Name, node, StringComparison.OrdinalIgnoreCase);

    private static bool Means(CatalogRemoval removal, ServiceInstance instance) =>
        (removal.ServiceId.Length == 0 || (!ConsulNodeRecords.IsOne(instance) && removal.ServiceId == AgentIds.Of(instance)))
        && (removal.CheckId.Length == 0 || instance.Find(removal.CheckId) is not null);
}
