using System.Collections.Immutable;
using System.Net;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>What <see cref="JoinState"/> is told.</summary>
internal abstract record JoinInput
{
    /// <summary>Time for the next round of knocking.</summary>
    public sealed record Round : JoinInput
    {
        public static readonly Round Instance = new();
    }

    /// <summary>The configuration has other seeds than before.</summary>
    public sealed record Reseeded(ValueList<string> Seeds) : JoinInput;

    /// <param name="Addresses">None: there is no such name; null: nobody said so in time.</param>
    public sealed record Resolved(string Name, IReadOnlyList<IPAddress>? Addresses) : JoinInput;

    /// <param name="Asked">The form of the address.</param>
    public sealed record Greeted(string Asked, SeedGreeting Greeting) : JoinInput;

    /// <summary>A node wants to know whether it may join, or whether this one is in another mesh.</summary>
    public sealed record Knocked(Owner From, MeshTerms Terms, Island? Island) : JoinInput;

    /// <param name="Listed">Is the answerer one of its own seeds?</param>
    /// <param name="Island">The mesh that it is in; null while it is in none.</param>
    /// <param name="KnowsMe">Is this node a member of that mesh?</param>
    public sealed record Answered(Owner From, MeshTerms Terms, bool Listed, Island? Island, bool KnowsMe) : JoinInput;

    /// <param name="Island">What this node is in; null: nothing yet.</param>
    /// <param name="Members">All members, this node included.</param>
    /// <param name="Reachable">Addresses of those that can be reached.</param>
    public sealed record Situated(Island? Island, ImmutableHashSet<Owner> Members, ImmutableHashSet<string> Reachable) : JoinInput;
}
