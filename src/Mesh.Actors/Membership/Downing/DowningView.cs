using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership.Downing;

/// <summary>What one member knows when it asks itself whether to remove others.</summary>
/// <param name="OldestFirst">All members.</param>
/// <param name="Dead">Members whose process is known to be gone: their port refuses, or a new incarnation has it.</param>
/// <param name="StableFor">How long the members and who of them is unreachable have not changed.</param>
/// <param name="Sights">Which unreachable members the reachable ones said lately that they hear, by witness, this node included.</param>
internal sealed record DowningView(
    Owner Self,
    ImmutableArray<SeenMember> OldestFirst,
    ImmutableHashSet<Owner> Dead,
    TimeSpan StableFor,
    ImmutableDictionary<Owner, ImmutableHashSet<Owner>> Sights);
