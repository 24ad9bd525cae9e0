using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// To whom a push goes. Up to <see cref="DirectLimit"/> members the origin sends to each; beyond, the members in order,
/// beginning after the origin, form a tree of bounded fan-out that every node derives alike from its member list. A
/// node whose list differs may pass on too much or too little; Distributed Data carries what is missed.
/// </summary>
internal static class PushTree
{
    public const int DirectLimit = 64;
    public const int FanOut = 16;

    /// <summary>Must those who get a push pass it on?</summary>
    public static bool IsDeep(ImmutableSortedSet<Owner> members) => members.Count - 1 > DirectLimit;

    /// <summary>The members that <paramref name="at"/> sends to, for a push that began at <paramref name="origin"/>.</summary>
    public static IEnumerable<Owner> Children(ImmutableSortedSet<Owner> members, Owner origin, Owner at)
    {
        if (!IsDeep(members))
            return at == origin ? members.Where(m => m != origin) : [];
        var start = members.IndexOf(origin);
        var position = members.IndexOf(at);
        if (start < 0 || position < 0)
            return [];
        var rank = (position - start + members.Count) % members.Count;
        return Enumerable.Range((rank * FanOut) + 1, FanOut)
            .TakeWhile(child => child < members.Count)
            .Select(child => members[(start + child) % members.Count]);
    }
}
