using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Json;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;
using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Consul.Agent;

/// <summary>Services that come and go through this node.</summary>
internal sealed class AgentServices(
    IMeshClient client, IMeshChecks checks, AgentNode agent, NodeMaintenance ofNodes)
{
    public async Task<AgentAnswer> RegisterAsync(JsonElement body, bool replacesChecks, CancellationToken cancellation)
    {
        if (WriteScope.CheckNames(body) is { } elsewhere)
            return AgentAnswer.Of(elsewhere);
        var faults = new List<InvalidField>();
        var (given, all) = ServiceDefinitionMapping.ToInstance(
            new FieldReader(body, "", faults), agent.Node.Address, node: null, faults);
        if (given is null)
            return AgentAnswer.Bad(all);
        var instance = ToRecord(given);
        NamedCheck[] ofNode = [.. agent.NodeChecks(), .. OfNode() is { } maintenance ? (NamedCheck[])[maintenance] : []];
        instance = instance with { Checks = NamedChecks.Put(instance.Checks, ofNode) };
        IRegisterReply reply = replacesChecks
            ? await client.RegisterAsync(instance, cancellation: cancellation)
            : await checks.RegisterAsync(instance, cancellation);
        if (reply is Registered && agent.IsHidden(instance))
        {
            // Another agent gave its record the same id at the same time.
            instance = instance with { Id = AgentIds.Apart(agent.Self, AgentIds.Of(instance)) };
            reply = await checks.RegisterAsync(instance, cancellation);
        }

        if (reply is Registered)
        {
            agent.Know(instance);
            await RemoveNamesakesAsync(instance, cancellation);
        }

        return ReplyMapping.OfRegister(reply);
    }

    public async Task<AgentAnswer> DeregisterAsync(string id, CancellationToken cancellation)
    {
        if (agent.FindService(id) is not { } view)
            return ReplyMapping.UnknownService(id);
        return ReplyMapping.OfService(
            await client.DeregisterAsync(view.Instance.Key, "through the Consul door", cancellation), id);
    }

    /// <summary>The maintenance of the node, where an older one has put it too: at its instances alone.</summary>
    private NamedCheck? OfNode() => ofNodes.Check
        ?? agent.OwnByCheck(ConsulCheckIds.NodeMaintenance).FirstOrDefault()?.Instance.Find(ConsulCheckIds.NodeMaintenance);

    private ServiceInstance ToRecord(ServiceInstance given)
    {
        var metadata = ConsulMetadata.Read(given.Metadata) with { AgentName = agent.Name };
        return given with
        {
            Id = AgentIds.RecordOf(
                given, agent.Self, agent.OwnOrLeft(given), agent.Snapshot.Services.GetValueOrDefault(given.Service.Value)),
            Metadata = metadata.ToMetadata(),
        };
    }

    /// <summary>An agent has one service of an id: under another name it takes the place of the one before.</summary>
    private async Task RemoveNamesakesAsync(ServiceInstance instance, CancellationToken cancellation)
    {
        foreach (var view in agent.OwnById(AgentIds.Of(instance)).Where(v => v.Instance.Key != instance.Key).ToArray())
            await client.DeregisterAsync(view.Instance.Key, $"registered as {instance.Service} now", cancellation);
    }
}
