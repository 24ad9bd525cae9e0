namespace Mesh.Node.Etcd.Answers;

/// <summary>Bounds the streams that are open at once: each holds memory for as long as its client likes.</summary>
internal sealed class StreamCount(int most)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>A place, to be disposed at the end of the stream; null: there is none left.</summary>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _open) <= most)
            return new Place(this);
        Interlocked.Decrement(ref _open);
        return null;
    }

    private sealed class Place(StreamCount count) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                Interlocked.Decrement(ref count._open);
        }
    }
}
