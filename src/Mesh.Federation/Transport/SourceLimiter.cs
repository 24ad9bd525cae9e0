using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>
/// Lets each source send so many datagrams a second, and as many at once. A source is a host, an IPv6 /64, and on
/// loopback, where all hosts are one, a port. Bounded: when too many sources are known all are forgotten, which is a
/// second's worth of grace for each. Pure: time is an argument.
/// </summary>
internal sealed class SourceLimiter(int perSecond)
{
    private const int MaxSources = 10_000;

    private readonly Dictionary<UInt128, (double Left, TimeSpan At)> _sources = [];

    public bool TryTake(in KadAddress from, TimeSpan now)
    {
        if (_sources.Count >= MaxSources)
            _sources.Clear();
        var key = KeyOf(from);
        var (left, at) = _sources.TryGetValue(key, out var source) ? source : (perSecond, now);
        left = Math.Min(perSecond, left + (now - at).TotalSeconds * perSecond);
        _sources[key] = (left >= 1 ? left - 1 : left, now);
        return left >= 1;
    }

    private static UInt128 KeyOf(in KadAddress from)
    {
        if (!from.IsV4)
            return from.Host == UInt128.One ? ~(UInt128)from.Port : from.Host >> 64;
        var isLoopback = (byte)(from.Host >> 24) == 127;
        return isLoopback ? from.Host << 16 | from.Port : from.Host;
    }
}
