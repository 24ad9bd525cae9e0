using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Json;
using Mesh.Node.Formats.Consul;
using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Consul.Agent;

/// <summary>Services that come and go through this node.</summary>
internal sealed class AgentServices(
    IMeshClient client, IMeshChecks checks, AgentNode agent, NodeMaintenance maintenance)
{
    public async Task<AgentAnswer> RegisterAsync(JsonElement body, bool replacesChecks, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var (instance, all) = ServiceDefinitionMapping.ToInstance(
            new FieldReader(body, "", faults), agent.Node.Address, node: null, faults);
        if (instance is null)
            return AgentAnswer.Bad(all);
        if (OfNode() is { } ofNode)
            instance = instance with { Checks = NamedChecks.Put(instance.Checks, [ofNode]) };
        IRegisterReply reply = replacesChecks
            ? await client.RegisterAsync(instance, cancellation: cancellation)
            : await checks.RegisterAsync(instance, cancellation);
        if (reply is Registered)
            await RemoveNamesakesAsync(instance, cancellation);
        return ReplyMapping.OfRegister(reply);
    }

    public async Task<AgentAnswer> DeregisterAsync(string id, CancellationToken cancellation)
    {
        if (agent.FindService(id) is not { } view)
            return ReplyMapping.UnknownService(id);
        return ReplyMapping.OfService(
            await client.DeregisterAsync(view.Instance.Key, "through the Consul door", cancellation), id);
    }

    /// <summary>The maintenance of the node; until somebody says, that which its instances brought back from before its start.</summary>
    private NamedCheck? OfNode() => maintenance.IsSaid
        ? maintenance.Check
        : agent.OwnByCheck(ConsulCheckIds.NodeMaintenance).FirstOrDefault()?.Instance.Find(ConsulCheckIds.NodeMaintenance);

    /// <summary>An agent has one service of an id: under another name it takes the place of the one before.</summary>
    private async Task RemoveNamesakesAsync(ServiceInstance instance, CancellationToken cancellation)
    {
        foreach (var view in agent.OwnById(instance.Id.Value).Where(v => v.Instance.Service != instance.Service).ToArray())
            await client.DeregisterAsync(view.Instance.Key, $"registered as {instance.Service} now", cancellation);
    }
}
