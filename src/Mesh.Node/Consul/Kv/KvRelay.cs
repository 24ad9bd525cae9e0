using Mesh.Client;
using Mesh.Node.Consul.Blocking;

namespace Mesh.Node.Consul.Kv;

/// <summary>Follows the key-value store, once for all who wait for a change of it.</summary>
internal sealed class KvRelay(IMeshKeyValues store, ParkingLot lot) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var next = store.ChangesSince(store.Snapshot.Revision).Next;
            // What came before the task was taken wakes at once, at the worst for nothing.
            lot.Wake(Topics.Keys);
            await next.WaitAsync(stoppingToken);
            lot.Wake(Topics.Keys);
        }
    }
}
