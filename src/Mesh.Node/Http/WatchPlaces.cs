namespace Mesh.Node.Http;

/// <summary>Bounds the watches that are open at once: each holds memory for as long as its client likes. Thread-safe.</summary>
internal sealed class WatchPlaces(int most)
{
    private int _open;

    public int Most => most;

    /// <summary>False: there are too many. True: <see cref="Leave"/> follows, once.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most)
            return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
