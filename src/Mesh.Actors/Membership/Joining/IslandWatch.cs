using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>
/// Finds out that the contacts of this node are in another island of the same mesh, and whether this one gives way.
/// The same has to be seen several times, since members come and go while one looks. Pure.
/// </summary>
/// <param name="Seen">How often lately the other island was seen to outrank this one.</param>
/// <param name="At">When it was seen last.</param>
internal sealed record IslandWatch(int Seen, TimeSpan At)
{
    public const int Enough = 2;

    /// <summary>What was seen longer ago than this is another story.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    public static readonly IslandWatch Start = new(0, TimeSpan.Zero);

    public (IslandWatch Next, ImmutableArray<IslandEffect> Effects) Step(IslandInput input, Moment now) => input switch
    {
        IslandInput.Met met => Met(met, now.At),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
    };

    private (IslandWatch Next, ImmutableArray<IslandEffect> Effects) Met(IslandInput.Met met, TimeSpan now)
    {
        if (met.KnowsMe || met.Mine is not { } mine || met.Theirs is not { } theirs || mine.Oldest == theirs.Oldest)
            return (this, []);
        if (!IslandRule.Outranks(theirs, mine))
            return (Start, []);
        var next = new IslandWatch(now - At > Memory ? 1 : Seen + 1, now);
        return (next, next.Seen >= Enough ? [new IslandEffect.GiveWay(Reason(mine, theirs, met.Where))] : []);
    }

    private static string Reason(Island mine, Island theirs, Owner where) =>
        $"{where.Address} is in another island of this mesh with {theirs.Members} members (here {mine.Members}); joining that one";
}
