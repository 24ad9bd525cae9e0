using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// Two agents that did not see one another may have given one id to a record each. Then one claim wins; the agent whose claim
/// lost registers its service anew, apart. A node that begins again may have a service twice, as it was left and as its client
/// registered it before that was known here: the later registration counts.
/// </summary>
/// <param name="checks">Null: nothing can be registered here.</param>
internal sealed partial class AgentConflicts(IMeshClient client, AgentNode agent, ILogger<AgentConflicts> log, IMeshChecks? checks = null)
    : BackgroundService
{
    private readonly Dictionary<InstanceKey, ServiceInstance> _mine = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (checks is null)
            return;
        await foreach (var change in client.Watch(null, null, stoppingToken))
        {
            if (change.Kind is ChangeKind.Reset)
                await ResetAsync(stoppingToken);
            else if (change is { Kind: ChangeKind.Removed, Instance: { } removed })
                _mine.Remove(removed.Instance.Key);
            else if (change.Instance is { } view && AgentIds.IsOfAgent(view.Instance))
                await FollowAsync(view, stoppingToken);
        }
    }

    private async Task ResetAsync(CancellationToken cancellation)
    {
        var views = agent.Snapshot.Services.Values.SelectMany(s => s.Instances).Where(v => AgentIds.IsOfAgent(v.Instance)).ToArray();
        foreach (var key in _mine.Keys.Except(views.Select(v => v.Instance.Key)).ToArray())
            _mine.Remove(key);
        foreach (var view in views)
            await FollowAsync(view, cancellation);
    }

    private async Task FollowAsync(InstanceView view, CancellationToken cancellation)
    {
        var key = view.Instance.Key;
        if (agent.IsOwn(view))
        {
            _mine[key] = view.Instance;
            agent.Know(view.Instance);
            await RemoveDoublesAsync(view.Instance, cancellation);
        }
        else if (_mine.Remove(key, out var mine) && IsAnother(view, mine))
        {
            await RegisterApartAsync(mine, view.Owner, cancellation);
        }
    }

    /// <summary>Is it another registration, and not the same one in other hands?</summary>
    private bool IsAnother(InstanceView winner, ServiceInstance mine) =>
        !ConsulMetadata.IsExternal(winner.Instance.Metadata)
        && winner.Instance.Home != agent.Self
        && AgentIds.Of(winner.Instance) == AgentIds.Of(mine)
        && (winner.Instance.RegisteredAt, winner.Instance.Host, winner.Instance.Port) != (mine.RegisteredAt, mine.Host, mine.Port);

    private async Task RegisterApartAsync(ServiceInstance mine, Owner winner, CancellationToken cancellation)
    {
        var apart = mine with { Id = AgentIds.Apart(agent.Self, AgentIds.Of(mine)) };
        if (agent.OwnById(AgentIds.Of(mine)).Any(v => v.Instance.Service == mine.Service))
            return;
        var reply = await checks!.RegisterAsync(apart, cancellation);
        if (reply is MeshReplies.Registered)
            LogApart(log, mine.Key, winner, apart.Id);
        else
            LogFailed(log, mine.Key, winner, reply);
    }

    private async Task RemoveDoublesAsync(ServiceInstance instance, CancellationToken cancellation)
    {
        var same = agent.OwnById(AgentIds.Of(instance)).Select(v => v.Instance)
            .Where(i => i.Service == instance.Service && AgentIds.IsOfAgent(i))
            .OrderByDescending(i => i.RegisteredAt).ThenBy(i => i.Id).Skip(1).ToArray();
        foreach (var older in same)
            await client.DeregisterAsync(older.Key, "registered again under the id that its client knows", cancellation);
    }
}
