using System.Collections.Concurrent;

namespace Mesh.KeyValues;

/// <summary>
/// Until when each lease lives by what clients have said at this node, whoever owns it: by being granted or renewed here. What was
/// taken over or restored is not heard of. Outlives the actor and its incarnation, for a client does not know of those.
/// </summary>
internal sealed class HeardLeases
{
    private readonly ConcurrentDictionary<long, TimeSpan> _ends = [];

    public void Hear(long lease, long ttl, TimeSpan now) => _ends[lease] = now + TimeSpan.FromSeconds(ttl);

    public bool IsAlive(long lease, TimeSpan now) => _ends.TryGetValue(lease, out var end) && now < end;

    public void Forget(long lease) => _ends.TryRemove(lease, out _);

    public void Sweep(TimeSpan now)
    {
        foreach (var ended in _ends.Where(e => e.Value <= now))
            _ends.TryRemove(ended);
    }
}
