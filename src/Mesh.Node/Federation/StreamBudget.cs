namespace Mesh.Node.Federation;

/// <summary>Counts open streams, all and by peer. Thread-safe.</summary>
internal sealed class StreamBudget(int most, int mostPerPeer)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _byPeer = [];
    private int _all;

    /// <summary>Streams that are open.</summary>
    public int Open => Volatile.Read(ref _all);

    /// <summary>Null: no room. Dispose gives the place back.</summary>
    public IDisposable? TryTake(string peer)
    {
        lock (_gate)
        {
            var own = _byPeer.GetValueOrDefault(peer);
            if (_all >= most || own >= mostPerPeer)
                return null;
            _all++;
            _byPeer[peer] = own + 1;
            return new Place(this, peer);
        }
    }

    private void Return(string peer)
    {
        lock (_gate)
        {
            _all--;
            if (--_byPeer[peer] == 0)
                _byPeer.Remove(peer);
        }
    }

    private sealed class Place(StreamBudget budget, string peer) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                budget.Return(peer);
        }
    }
}
