using System.Net;

namespace Mesh.Links;

/// <summary>
/// How many connections there are whose other end has not said yet who it is, and from where. What each of them holds is
/// bounded too, so that all of them together are. Thread-safe.
/// </summary>
internal sealed class LinkAdmission(int most, int mostOfOneHost)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _ofHost = [];
    private int _all;

    public int Count
    {
        get
        {
            lock (_lock)
                return _all;
        }
    }

    /// <summary>False: there are too many. True: <see cref="Leave"/> follows, once.</summary>
    public bool TryEnter(IPAddress from)
    {
        lock (_lock)
        {
            var had = _ofHost.GetValueOrDefault(from);
            if (_all >= most || had >= mostOfOneHost)
                return false;
            _all++;
            _ofHost[from] = had + 1;
            return true;
        }
    }

    public void Leave(IPAddress from)
    {
        lock (_lock)
        {
            _all--;
            if (--_ofHost[from] == 0)
                _ofHost.Remove(from);
        }
    }
}
