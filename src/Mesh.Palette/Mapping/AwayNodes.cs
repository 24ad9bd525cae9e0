using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>The nodes that are no members while something of their hosts is kept for them. Pure.</summary>
internal static class AwayNodes
{
    /// <summary>By address, with the number of anchored instances that wait for the node.</summary>
    public static ImmutableSortedDictionary<string, int> Of(CatalogSnapshot snapshot, MembersSnapshot members) => snapshot.Services.Values
        .SelectMany(static s => s.Instances)
        .Where(Lifetimes.IsLeft)
        .GroupBy(static v => v.Owner.Address, StringComparer.Ordinal)
        .Where(g => members.FindAddress(g.Key) is null)
        .ToImmutableSortedDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
}
