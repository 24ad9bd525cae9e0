using System.Net;

namespace Mesh.Links;

/// <summary>
/// How many connections there are whose other end has not said yet who it is, and from where. What each of them holds is
/// bounded too, so that all of them together are. As many places again are kept for hosts of nodes that were let in lately:
/// strangers, however many, do not lock members out. Thread-safe.
/// </summary>
/// <param name="mostOfOneHost">Twice as many of one IPv6 /64, which one stranger may have all addresses of.</param>
/// <param name="isKnown">Is a node of the mesh at this host?</param>
internal sealed class LinkAdmission(int most, int mostOfOneHost, Func<IPAddress, bool> isKnown)
{
    private readonly Lock _lock = new();
    private readonly Pool _strangers = new(most, mostOfOneHost, 2 * mostOfOneHost);

    // Members are often in one /64 all together.
    private readonly Pool _known = new(most, mostOfOneHost, most);

    public int Count
    {
        get
        {
            lock (_lock)
                return _strangers.Count + _known.Count;
        }
    }

    /// <summary>False: there are too many. True: <see cref="Leave"/> follows, once.</summary>
    public bool TryEnter(IPAddress from, out LinkPlace place)
    {
        place = new LinkPlace(LinkSource.HostOf(from), isKnown(LinkSource.HostOf(from)));
        lock (_lock)
            return PoolOf(place).TryEnter(place.From);
    }

    public void Leave(LinkPlace place)
    {
        lock (_lock)
            PoolOf(place).Leave(place.From);
    }

    private Pool PoolOf(LinkPlace place) => place.IsKnown ? _known : _strangers;

    private sealed class Pool(int most, int mostOfHost, int mostOfNetwork)
    {
        private readonly Dictionary<IPAddress, int> _ofHost = [];
        private readonly Dictionary<IPAddress, int> _ofNetwork = [];

        public int Count { get; private set; }

        public bool TryEnter(IPAddress host)
        {
            var network = LinkSource.NetworkOf(host);
            var (ofHost, ofNetwork) = (_ofHost.GetValueOrDefault(host), _ofNetwork.GetValueOrDefault(network));
            if (Count >= most || ofHost >= mostOfHost || ofNetwork >= mostOfNetwork)
                return false;
            Count++;
            (_ofHost[host], _ofNetwork[network]) = (ofHost + 1, ofNetwork + 1);
            return true;
        }

        public void Leave(IPAddress host)
        {
            Count--;
            Less(_ofHost, host);
            Less(_ofNetwork, LinkSource.NetworkOf(host));
        }

        private static void Less(Dictionary<IPAddress, int> counts, IPAddress of)
        {
            if (--counts[of] == 0)
                counts.Remove(of);
        }
    }
}
