using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// A check of the node counts for each service on it. The node's own record has it and runs it; what it comes to is written
/// into the node's instances, so that every node shows it with them.
/// </summary>
/// <param name="checks">Null: nothing can be changed here.</param>
internal sealed class NodeCheckRelay(IMeshClient client, AgentNode agent, IMeshChecks? checks = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (checks is null)
            return;
        await foreach (var change in client.Watch(null, null, stoppingToken))
        {
            if (change.Kind is ChangeKind.Reset || (change.Instance is { } view && agent.IsRecord(view)))
                await RelayAsync(agent.Own(), stoppingToken);
            else if (change is { Kind: not ChangeKind.Removed, Instance: { } own } && agent.IsOwn(own))
                await RelayAsync([own], stoppingToken);
        }
    }

    private async Task RelayAsync(IReadOnlyList<InstanceView> instances, CancellationToken cancellation)
    {
        var wanted = agent.NodeChecks();
        foreach (var instance in instances.Select(v => v.Instance))
        {
            NamedCheck[] put = [.. wanted.Where(c => instance.Find(c.Id) != c)];
            string[] gone = [.. instance.Checks.Where(c => IsCopy(c) && wanted.All(w => w.Id != c.Id)).Select(c => c.Id)];
            if (put.Length + gone.Length > 0)
                await checks!.ChangeAsync(instance.Key, put, gone, "as the checks of the node", cancellation);
        }
    }

    private static bool IsCopy(NamedCheck check) => check is { OfNode: true, Terms.Kind: HealthKind.None }
        && check.Id != ConsulCheckIds.NodeMaintenance;
}
