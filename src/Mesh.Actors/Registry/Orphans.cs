using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>
/// Records of removed owners that somebody may take over: kept ones, which the members adopt among themselves by
/// rendezvous hash, and leased ones, which the node adopts that their next renewal reaches. Bounded in number and time.
/// </summary>
internal sealed class Orphans(int capacity, TimeSpan memory)
{
    private readonly Dictionary<InstanceKey, (ServiceInstance Record, TimeSpan Since)> _records = [];
    private readonly Queue<InstanceKey> _order = new();

    public int Count => _records.Count;

    public void Add(ServiceInstance record, TimeSpan now)
    {
        if (_records.TryAdd(record.Key, (record, now)))
            _order.Enqueue(record.Key);
        else
            _records[record.Key] = (record, now);
        while (_order.Count > capacity)
            _records.Remove(_order.Dequeue());
    }

    public ServiceInstance? Find(InstanceKey key) => _records.TryGetValue(key, out var found) ? found.Record : null;

    public void Forget(InstanceKey key) => _records.Remove(key);

    /// <summary>The kept records whose turn it is to be adopted by <paramref name="self"/>.</summary>
    public IReadOnlyList<ServiceInstance> Due(Owner self, IReadOnlyDictionary<Owner, Standing> members, TimeSpan now)
    {
        while (_order.TryPeek(out var oldest)
            && (!_records.TryGetValue(oldest, out var entry) || now - entry.Since > memory))
        {
            _records.Remove(_order.Dequeue());
        }

        return [.. _records.Values
            .Where(r => r.Record.Kept && now - r.Since >= AdoptionTurn.WaitOf(self, members, r.Record.Key.ToString()))
            .Select(r => r.Record)];
    }
}
