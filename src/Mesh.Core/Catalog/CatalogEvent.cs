namespace Mesh.Catalog;

/// <summary>One line of an instance's story, as <c>explain</c> tells it.</summary>
/// <param name="At">Wall clock of the node that recorded it; for display.</param>
/// <param name="Change">What changed, such as "passing → critical" or "removed".</param>
public sealed record CatalogEvent(DateTimeOffset At, InstanceKey Key, string Change, Evidence Evidence);
