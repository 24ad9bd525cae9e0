namespace Mesh.Node.Etcd.View;

/// <summary>Which revision of the view holds a revision of the store, for the last ones. Not thread-safe.</summary>
internal sealed class RevisionMap(int capacity)
{
    private readonly (long Store, long View)[] _ring = new (long, long)[capacity];
    private long _count;

    public void Add(long store, long view) => _ring[_count++ % capacity] = (store, view);

    /// <summary>0: not known any more.</summary>
    public long Find(long store)
    {
        // Asked for right after it was added, as a rule.
        for (var i = _count - 1; i >= Math.Max(0, _count - capacity); i--)
        {
            var (at, view) = _ring[i % capacity];
            if (at <= store)
                return at == store ? view : 0;
        }

        return 0;
    }
}
