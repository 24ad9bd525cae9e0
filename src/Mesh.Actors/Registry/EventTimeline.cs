using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>Makes one timeline of what several nodes know of an instance. Pure.</summary>
internal static class EventTimeline
{
    /// <summary>
    /// In order of time. What nodes saw arrive is told only when no owner tells it itself, and then by the one node that
    /// saw most: the others saw the same.
    /// </summary>
    public static IEnumerable<CatalogEvent> Merge(IReadOnlyCollection<CatalogEvent> events)
    {
        var firstHand = events.Where(e => e.Evidence.Cause != Causes.Seen).ToList();
        var ownersTell = firstHand.Exists(e => e.Evidence.Cause is Causes.Registered or Causes.NodeRestarted or Causes.Adopted);
        var witness = ownersTell
            ? []
            : events.Except(firstHand).GroupBy(e => e.Evidence.Observer).OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal).Take(1).SelectMany(g => g);
        return firstHand.Concat(witness).OrderBy(e => e.At);
    }
}
