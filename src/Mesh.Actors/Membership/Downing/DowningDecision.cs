using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership.Downing;

/// <summary>
/// Who may remove members that are unreachable. The side of a partition that has the majority removes the other side;
/// of two halves the one with the oldest member; a side without majority waits, for ever if need be, and never removes
/// itself. A member whose process is known to be gone is on no side. Pure.
/// <para>
/// Why the two sides of a clean cut never remove each other, although each may know an older or newer status of
/// members: a side counts for itself only members that are certainly in (Up), and against itself every member that it
/// cannot reach and that may be alive, whatever its status. So what one side counts for itself is always among what
/// the other counts against itself, and not both can have more. Halves are settled only when all ages are known.
/// </para>
/// </summary>
internal static class DowningDecision
{
    /// <summary>Without word from a witness for this many times the stable time, his word is done without.</summary>
    private const int PatienceWithWitnesses = 4;

    // The oldest acts first; should it not, the next ones do, each a bit later.
    private const int MaxRank = 4;

    public static DowningVerdict Decide(DowningView view, TimeSpan stableAfter)
    {
        var gone = view.OldestFirst.Where(m => m.Unreachable && m.Phase is not MemberPhase.Down).ToImmutableArray();
        if (gone.IsEmpty)
            return DowningVerdict.Wait("every member can be reached");
        var ours = view.OldestFirst.Where(m => !m.Unreachable && m.Phase is MemberPhase.Up).ToImmutableArray();
        var rank = RankOf(view.Self, ours);
        if (rank < 0)
            return DowningVerdict.Wait("this node is not up itself");
        var patience = stableAfter + (Math.Min(rank, MaxRank) * (stableAfter / 2));
        if (view.StableFor < patience)
            return DowningVerdict.Wait("members changed less than the stable time ago");
        return Outvoted(view, ours, gone) ?? Witnessed(view, ours, gone, stableAfter) ?? Remove(view, ours, gone);
    }

    private static DowningVerdict? Outvoted(
        DowningView view, ImmutableArray<SeenMember> ours, ImmutableArray<SeenMember> gone)
    {
        var theirs = gone.Where(m => !view.Dead.Contains(m.Owner)).ToImmutableArray();
        if (ours.Length > theirs.Length)
            return null;
        if (ours.Length < theirs.Length)
            return DowningVerdict.Wait($"this side has {ours.Length} members, the other may have {theirs.Length}");
        var oldest = view.OldestFirst.First(m => ours.Contains(m) || theirs.Contains(m));
        return theirs.All(m => m.Phase is MemberPhase.Up) && ours.Contains(oldest)
            ? null
            : DowningVerdict.Wait($"two halves of {ours.Length}, and the oldest member is not on this side");
    }

    /// <summary>Nobody is removed whom a member of this side still hears: then it is a broken link, not a cut.</summary>
    private static DowningVerdict? Witnessed(
        DowningView view, ImmutableArray<SeenMember> ours, ImmutableArray<SeenMember> gone, TimeSpan stableAfter)
    {
        foreach (var witness in ours)
        {
            if (!view.Sights.TryGetValue(witness.Owner, out var heard))
            {
                if (view.StableFor < stableAfter * PatienceWithWitnesses)
                    return DowningVerdict.Wait($"{witness.Owner.Address} has not said whom it hears");
            }
            else if (gone.FirstOrDefault(m => heard.Contains(m.Owner)) is { } alive)
            {
                return DowningVerdict.Wait($"{witness.Owner.Address} still hears {alive.Owner.Address}");
            }
        }

        return null;
    }

    private static DowningVerdict Remove(
        DowningView view, ImmutableArray<SeenMember> ours, ImmutableArray<SeenMember> gone)
    {
        var dead = gone.Count(m => view.Dead.Contains(m.Owner));
        return new DowningVerdict(
            [.. gone.Select(m => m.Owner)],
            $"silent for {view.StableFor.TotalSeconds:F0} s; {ours.Length} members on this side, {gone.Length} gone, "
            + $"the port of {dead} of them refuses");
    }

    private static int RankOf(Owner self, ImmutableArray<SeenMember> ours)
    {
        for (var i = 0; i < ours.Length; i++)
        {
            if (ours[i].Owner == self)
                return i;
        }

        return -1;
    }
}
