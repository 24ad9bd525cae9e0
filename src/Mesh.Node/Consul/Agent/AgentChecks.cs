using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Json;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>Heartbeats, and checks that come and go by themselves, wherever the instance they belong to lives.</summary>
internal sealed class AgentChecks(IMeshClient client, IMeshChecks checks, AgentNode agent, AgentMaintenance maintenance)
{
    public async Task<AgentAnswer> UpdateAsync(
        string checkId, InstanceStatus status, string output, CancellationToken cancellation)
    {
        if (agent.FindCheck(checkId) is not { } view)
            return ReplyMapping.UnknownCheck(checkId);
        var instance = view.Instance;
        var terms = instance.Checks.Count == 0 ? instance.Health : instance.Find(checkId)?.Terms ?? HealthTerms.None;
        if (terms.Kind is not HealthKind.Ttl)
            return ReplyMapping.NotTtl(checkId);
        return instance.Checks.Count == 0
            ? ReplyMapping.OfCheck(await client.RenewAsync(instance.Key, status, output, cancellation), checkId)
            : ReplyMapping.OfCheck(await checks.UpdateAsync(instance.Key, checkId, status, output, cancellation), checkId);
    }

    /// <summary>The body of check/update: what the client says in words.</summary>
    public Task<AgentAnswer> UpdateAsync(string checkId, JsonElement body, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var reader = new FieldReader(body, "", faults);
        var status = CheckDefinitionMapping.Status(reader);
        if (status is InstanceStatus.Starting)
            return Task.FromResult(AgentAnswer.Bad($"Invalid check status: '{reader.Text("Status")}'"));
        var output = reader.Text("Output");
        return faults.Count > 0
            ? Task.FromResult(AgentAnswer.Bad(faults))
            : UpdateAsync(checkId, status, output, cancellation);
    }

    /// <summary>A check that is about this node, and so about all that is registered here.</summary>
    private async Task<AgentAnswer> RegisterOfNodeAsync(NamedCheck check, CancellationToken cancellation)
    {
        var record = agent.Record()?.Instance ?? ExternalRecords.OfMeshNode(agent.Self, agent.Node.Address);
        var changed = record with { Checks = NamedChecks.Put(record.Checks, [check]) };
        if (InstanceValidation.Check(changed) is { Count: > 0 } faults)
            return AgentAnswer.Bad(faults);
        agent.Know(changed);
        return ReplyMapping.OfRegister(await checks.RegisterAsync(changed, cancellation));
    }

    public async Task<AgentAnswer> RegisterAsync(JsonElement body, CancellationToken cancellation)
    {
        if (WriteScope.CheckNames(body) is { } elsewhere)
            return AgentAnswer.Of(elsewhere);
        var faults = new List<InvalidField>();
        var reader = new FieldReader(body, "", faults);
        var check = CheckDefinitionMapping.OfAgent(reader);
        var serviceId = reader.Text("ServiceID");
        if (faults.Count > 0)
            return AgentAnswer.Bad(faults);
        if (serviceId.Length == 0)
            return await RegisterOfNodeAsync(check, cancellation);
        return agent.FindService(serviceId) is { } view
            ? ReplyMapping.OfService(await checks.ChangeAsync(
                view.Instance.Key, [check], [], $"check '{check.Id}' registered", cancellation), serviceId)
            : AgentAnswer.NotFound($"ServiceID \"{serviceId}\" does not exist");
    }

    public async Task<AgentAnswer> DeregisterAsync(string checkId, CancellationToken cancellation)
    {
        // All of the node's services have it, and it may be there without one.
        if (checkId == ConsulCheckIds.NodeMaintenance && maintenance.IsOfNode)
            return await maintenance.OfNodeAsync("false", "", cancellation);
        if (agent.FindCheck(checkId) is not { } view)
            return ReplyMapping.UnknownCheck(checkId);
        var words = $"check '{checkId}' deregistered";
        // The record of the node is there for its checks.
        return agent.IsRecord(view) && view.Instance.Checks.Count == 1
            ? ReplyMapping.OfCheck(await client.DeregisterAsync(view.Instance.Key, words, cancellation), checkId)
            : ReplyMapping.OfCheck(await checks.ChangeAsync(view.Instance.Key, [], [checkId], words, cancellation), checkId);
    }
}
