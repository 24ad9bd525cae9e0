using System.Collections.Immutable;

namespace Mesh.Testing.Restarts;

/// <summary>What one reader was answered about one service. Answers that say "not ready" are none.</summary>
/// <param name="Began">When the question was sent.</param>
/// <param name="Ended">When the answer was there.</param>
/// <param name="Listed">The ports of the instances that the answer lists; null: the door shows only what is offered.</param>
/// <param name="Offered">The ports of those that callers are sent to.</param>
internal sealed record Reading(
    int Node, string Door, string Service, TimeSpan Began, TimeSpan Ended, ImmutableHashSet<int>? Listed, ImmutableHashSet<int> Offered)
{
    public bool Shows(int port) => Offered.Contains(port) || Listed?.Contains(port) is true;

    public override string ToString() => $"{Door} of node {Node} at {Began.TotalSeconds:0.000} to {Ended.TotalSeconds:0.000} s";
}
