using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// The index of what is made of two parts, each with a line of its own: it rises when either changes, and is the greater of the
/// two where that is enough. Thread-safe.
/// </summary>
internal sealed class JoinedIndex
{
    private readonly Lock _gate = new();
    private (long One, long Other) _parts;
    private long _shown;

    public long Of(long one, long other)
    {
        lock (_gate)
        {
            if (_parts == (one, other))
                return _shown;
            _parts = (one, other);
            var greater = Math.Max(one, other);
            return _shown = greater > _shown ? greater : CommonIndex.After(_shown, one ^ other);
        }
    }
}
