using System.Collections.Immutable;
using Akka.Actor;
using Mesh.Catalog;
using Mesh.Membership.Joining;

namespace Mesh.Membership;

/// <summary>Between membership and its child that looks for the mesh.</summary>
internal static class JoinProtocol
{
    /// <summary>To the child, after each change.</summary>
    /// <param name="Island">What this node is in; null: nothing yet.</param>
    /// <param name="Members">All members, this node included.</param>
    /// <param name="Reachable">Addresses of those that can be reached.</param>
    public sealed record Situation(
        Island? Island, ImmutableHashSet<Owner> Members, ImmutableHashSet<string> Reachable)
        : INoSerializationVerificationNeeded;
}
