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
        if (write.Instance is { } instance)
            return await RegisterAsync(instance, write, cancellation);
        var targets = OnNode(write.Node.Name).ToArray();
        foreach (var view in targets)
        {
            if (await checks.ChangeAsync(view.Instance.Key, write.Checks, [], "set through the catalogue", cancellation) is Rejected rejected)
                return AgentAnswer.Bad(rejected.Faults);
        }

        return targets.Length > 0
            ? AgentAnswer.True
            : AgentAnswer.Bad($"Node \"{write.Node.Name}\" has no service that the check could belong to");
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

    private async Task<AgentAnswer> RegisterAsync(ServiceInstance instance, CatalogWrite write, CancellationToken cancellation)
    {
        var record = Apart(instance, write.Node.Name) with { Checks = write.Checks };
        var answer = ReplyMapping.OfRegister(await checks.RegisterAsync(record, cancellation));
        return answer.Status == StatusCodes.Status200OK ? AgentAnswer.True : answer;
    }

    /// <summary>
    /// Consul's ids are unique on a node, the mesh's within a service: where another node, or none, has the id already,
    /// the record gets one that says the node too.
    /// </summary>
    private ServiceInstance Apart(ServiceInstance instance, string node)
    {
        var own = Find(instance.Key);
        if (own is null || IsOn(own, node))
            return instance;
        if (!InstanceId.TryParse($"{node}/{instance.Id}", out var id, out _))
            return instance;
        var metadata = ConsulMetadata.Read(instance.Metadata) with { ServiceId = instance.Id.Value };
        return instance with { Id = id, Metadata = metadata.ToMetadata() };
    }

    private InstanceView? Find(InstanceKey key) => client.Snapshot.Find(key.Service.Value)?.Instances
        .FirstOrDefault(v => v.Instance.Id == key.Id);

    private IEnumerable<InstanceView> OnNode(string node) =>
        client.Snapshot.Services.Values.SelectMany(s => s.Instances).Where(v => IsOn(v, node));

    private static bool IsOn(InstanceView view, string node) =>
        ConsulMetadata.IsExternal(view.Instance.Metadata)
        && string.Equals(ConsulMetadata.Read(view.Instance.Metadata).Node?.Name, node, StringComparison.OrdinalIgnoreCase);

    private static bool Means(CatalogRemoval removal, ServiceInstance instance)
    {
        var given = ConsulMetadata.Read(instance.Metadata).ServiceId;
        var id = given.Length > 0 ? given : instance.Id.Value;
        return (removal.ServiceId.Length == 0 || removal.ServiceId == id)
            && (removal.CheckId.Length == 0 || instance.Find(removal.CheckId) is not null);
    }
}
