namespace Mesh.Replication;

/// <summary>When the holder of buckets says that what the node had stored is back. Not thread-safe: it belongs to its actor.</summary>
internal sealed class RestoredOnce
{
    private bool _isBack;
    private bool _isSaid;

    /// <summary>
    /// It is back: is that to be said now? Once, at a tick after the first that finds it so, for its last writes are on their way by
    /// then.
    /// </summary>
    public bool IsDue()
    {
        var isDue = _isBack && !_isSaid;
        _isBack = true;
        _isSaid |= isDue;
        return isDue;
    }

    /// <summary>Who was told has begun anew.</summary>
    public void Again() => _isSaid = false;
}
