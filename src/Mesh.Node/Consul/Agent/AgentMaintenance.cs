using Mesh.Catalog;
using Mesh.Client;

namespace Mesh.Node.Consul.Agent;

/// <summary>Takes services, or all of the node's, out of rotation and back.</summary>
internal sealed class AgentMaintenance(IMeshChecks checks, AgentNode agent, NodeMaintenance maintenance)
{
    /// <summary>Is the node in maintenance?</summary>
    public bool IsOfNode => maintenance.Check is not null;

    /// <param name="enable">As the client wrote it; null: nothing.</param>
    public async Task<AgentAnswer> OfServiceAsync(
        string id, string? enable, string reason, CancellationToken cancellation)
    {
        if (!TryEnable(enable, out var isOn))
            return MissingEnable(enable);
        if (agent.FindService(id) is not { } view)
            return ReplyMapping.UnknownService(id);
        var check = NodeMaintenance.OfService(AgentIds.Of(view.Instance), reason);
        if (Faults(check) is { } fault)
            return fault;
        return await ChangeAsync(view.Instance, check, isOn, cancellation);
    }

    public async Task<AgentAnswer> OfNodeAsync(string? enable, string reason, CancellationToken cancellation)
    {
        if (!TryEnable(enable, out var isOn))
            return MissingEnable(enable);
        var check = NodeMaintenance.OfNode(reason);
        if (Faults(check) is { } fault)
            return fault;
        if (await maintenance.SetAsync(isOn ? check : null, cancellation) is { } untold)
            return AgentAnswer.Text(untold.Status, untold.Text);
        foreach (var view in agent.Own())
        {
            var answer = await ChangeAsync(view.Instance, check, isOn, cancellation);
            if (answer.Status is not (StatusCodes.Status200OK or StatusCodes.Status404NotFound))
                return answer;
        }

        return AgentAnswer.Done;
    }

    /// <summary>The values that Go takes for a truth value.</summary>
    public static bool TryEnable(string? text, out bool isOn)
    {
        isOn = text is "1" or "t" or "T" or "true" or "TRUE" or "True";
        return isOn || text is "0" or "f" or "F" or "false" or "FALSE" or "False";
    }

    private async Task<AgentAnswer> ChangeAsync(
        ServiceInstance instance, NamedCheck check, bool isOn, CancellationToken cancellation)
    {
        if (!isOn && instance.Find(check.Id) is null)
            return AgentAnswer.Done;
        var reply = isOn
            ? await checks.ChangeAsync(instance.Key, [check], [], $"maintenance: {check.Notes}", cancellation)
            : await checks.ChangeAsync(instance.Key, [], [check.Id], "maintenance ended", cancellation);
        return ReplyMapping.OfService(reply, AgentIds.Of(instance));
    }

    private static AgentAnswer? Faults(NamedCheck check) => check.Notes.Length > InstanceLimits.CheckNotesLength
        ? AgentAnswer.Bad($"Invalid value for reason: must have at most {InstanceLimits.CheckNotesLength} characters")
        : null;

    private static AgentAnswer MissingEnable(string? enable) => string.IsNullOrEmpty(enable)
        ? AgentAnswer.Bad("Missing value for enable")
        : AgentAnswer.Bad($"Invalid value for enable: '{enable}' must be true or false");
}
