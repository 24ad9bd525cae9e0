using Mesh.Catalog;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Chooses numbers for leases that no two nodes choose alike.</summary>
internal sealed class LeaseNumbers(Owner self, KeyClaims store)
{
    private const int CounterBits = 40;
    private const long CounterMask = (1L << CounterBits) - 1;

    private readonly long _node = NodeOf(self) << CounterBits;
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

    /// <summary>Which of these a number names as the one that chose it; null: none, or the number came from a client.</summary>
    public static Owner? GranterOf(long lease, IEnumerable<Owner> members)
    {
        foreach (var member in members)
        {
            if (lease >> CounterBits == NodeOf(member))
                return member;
        }

        return null;
    }

    private static long NodeOf(Owner owner) => (long)(StableHash.Of(owner.ToString()) & 0x7f_ffff);
}
