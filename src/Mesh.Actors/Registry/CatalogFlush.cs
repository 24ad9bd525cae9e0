using System.Collections.Immutable;

namespace Mesh.Registry;

/// <summary>What a flush of the view brought.</summary>
/// <param name="PoliciesOnly">No instance changed, but a service's policy did.</param>
internal sealed record CatalogFlush(
    ImmutableArray<CatalogChange> Changes, ImmutableDictionary<string, ServiceView> Services, bool PoliciesOnly)
{
    public bool IsEmpty => Changes.IsEmpty && !PoliciesOnly;
}
