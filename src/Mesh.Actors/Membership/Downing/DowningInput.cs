using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership.Downing;

/// <summary>What <see cref="DowningState"/> is told.</summary>
internal abstract record DowningInput
{
    /// <summary>A member said which of the unreachable ones it still hears.</summary>
    public sealed record Heard(Owner Witness, ImmutableHashSet<Owner> Members) : DowningInput;

    /// <summary>It is no member any more.</summary>
    public sealed record Gone(Owner Owner) : DowningInput;

    /// <summary>This node has reason to doubt itself: stability counts anew.</summary>
    public sealed record Paused : DowningInput
    {
        public static readonly Paused Instance = new();
    }

    /// <summary>Time to ask whether somebody is to be removed.</summary>
    /// <param name="Dead">Members whose process is known to be gone.</param>
    /// <param name="HeardHere">Unreachable members that this node hears itself.</param>
    /// <param name="MayDecide">False while this node doubts itself, once it has ended, and where others remove members.</param>
    public sealed record Consider(
        ImmutableArray<SeenMember> OldestFirst,
        ImmutableHashSet<Owner> Dead,
        ImmutableHashSet<Owner> HeardHere,
        bool MayDecide) : DowningInput;
}
