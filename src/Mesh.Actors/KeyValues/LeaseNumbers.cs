using Mesh.Catalog;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Chooses numbers for leases that no two nodes choose alike.</summary>
internal sealed class LeaseNumbers(Owner self, KeyClaims store)
{
    private const int CounterBits = 40;
    private const long CounterMask = (1L << CounterBits) - 1;

    private readonly long _node = (long)(StableHash.Of(self.ToString()) & 0x7f_ffff) << CounterBits;
    private long _last;

    /// <summary>The upper bits name the node, the lower ones count from the wall clock's milliseconds.</summary>
    public long Next(Moment now)
    {
        var counter = Math.Max(_last + 1, now.Wall.ToUnixTimeMilliseconds());
        while (counter == 0 || store.Winner(KeySlot.OfLease(_node | (counter & CounterMask))) is not null)
            counter++;
        _last = counter;
        return _node | (counter & CounterMask);
    }
}
