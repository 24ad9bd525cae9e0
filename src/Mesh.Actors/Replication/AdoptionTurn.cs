using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Which survivor takes over what a removed owner leaves behind: they line up by rendezvous hash, for each record in
/// another order, and each gives those before it time to come first. All nodes must compute the same. Pure.
/// </summary>
internal static class AdoptionTurn
{
    /// <summary>How long the next in line waits for the one before it to adopt.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    /// <summary>How long <paramref name="self"/> waits from the removal on.</summary>
    /// <param name="members">Those that cannot be reached are passed over.</param>
    /// <param name="name">What is taken over; the same text on all nodes.</param>
    public static TimeSpan WaitOf(Owner self, IReadOnlyDictionary<Owner, Standing> members, string name)
    {
        var mine = (StableHash.Of(self.ToString(), name), self);
        var before = 0;
        foreach (var (member, standing) in members)
        {
            if (member != self && standing is not Standing.Unreachable
                && (StableHash.Of(member.ToString(), name), member).CompareTo(mine) > 0)
            {
                before++;
            }
        }

        return before * Turn;
    }
}
