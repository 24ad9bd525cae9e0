using System.Net;

namespace Mesh.Links;

/// <summary>
/// The hosts at which nodes of the mesh are, or were a moment ago: of each link that was let in. For a while longer than the link,
/// since all of them may break at once, and come back at once. Bounded. Thread-safe.
/// </summary>
internal sealed class LinkNeighbours(TimeProvider time)
{
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int Capacity = 4_096;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (int Links, long LastAt)> _hosts = [];

    public bool Has(IPAddress host)
    {
        lock (_lock)
            return _hosts.TryGetValue(LinkSource.HostOf(host), out var of) && Counts(of);
    }

    /// <summary>A link with a node there is open: <see cref="Leave"/> follows, once.</summary>
    public void Enter(IPAddress host)
    {
        var of = LinkSource.HostOf(host);
        lock (_lock)
        {
            if (_hosts.Count >= Capacity && !_hosts.ContainsKey(of))
                Forget();
            _hosts[of] = (_hosts.GetValueOrDefault(of).Links + 1, time.GetTimestamp());
        }
    }

    public void Leave(IPAddress host)
    {
        var of = LinkSource.HostOf(host);
        lock (_lock)
            _hosts[of] = (_hosts.GetValueOrDefault(of, (1, 0)).Links - 1, time.GetTimestamp());
    }

    private bool Counts((int Links, long LastAt) of) => of.Links > 0 || time.GetElapsedTime(of.LastAt) < Memory;

    /// <summary>Open links are bounded elsewhere.</summary>
    private void Forget()
    {
        foreach (var (host, _) in _hosts.Where(h => h.Value.Links == 0).ToArray())
            _hosts.Remove(host);
    }
}
