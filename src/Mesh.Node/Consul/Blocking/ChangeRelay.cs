using Mesh.Client;
using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>Follows the changes of the mesh, once for all blocking queries, and wakes those that wait for each.</summary>
internal sealed class ChangeRelay(IMeshClient client, ServiceIndex index, ParkingLot lot) : BackgroundService
{
    private long _services;
    private long _nodes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in client.Watch(null, null, stoppingToken))
            Relay(change);
    }

    private void Relay(CatalogChange change)
    {
        var (services, nodes) = index.Apply(change, client.Snapshot);
        if (change.Kind is ChangeKind.Reset)
        {
            lot.WakeAll();
        }
        else
        {
            lot.Wake(change.Service.Value);
            lot.Wake(Topics.Everything);
        }

        if (services != _services)
            lot.Wake(Topics.Services);
        if (nodes != _nodes)
            lot.Wake(Topics.Nodes);
        (_services, _nodes) = (services, nodes);
    }
}
