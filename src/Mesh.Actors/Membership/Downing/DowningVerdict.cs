using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership.Downing;

/// <summary>Whom to remove now; nobody: with the reason why not yet.</summary>
internal sealed record DowningVerdict(ImmutableArray<Owner> Down, string Reason)
{
    public static DowningVerdict Wait(string reason) => new([], reason);
}
