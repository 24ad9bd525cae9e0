namespace Mesh.Dashboard.Hosting;

/// <summary>How many pages are open. Thread-safe.</summary>
internal sealed class OpenPages
{
    public const int Most = 200;

    private int _count;

    /// <summary>False: as many are open as may be. It counts until it leaves all the same.</summary>
    public bool Enter() => Interlocked.Increment(ref _count) <= Most;

    public void Leave() => Interlocked.Decrement(ref _count);
}
