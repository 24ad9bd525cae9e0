using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>What a flush of the view brought.</summary>
/// <param name="Before">For each change, the instance as it was shown before; null for Added.</param>
/// <param name="PoliciesOnly">No instance changed, but a service's policy did.</param>
internal sealed record CatalogFlush(
    ImmutableArray<CatalogChange> Changes,
    ImmutableArray<InstanceView?> Before,
    ImmutableDictionary<string, ServiceView> Services,
    bool PoliciesOnly)
{
    public bool IsEmpty => Changes.IsEmpty && !PoliciesOnly;
}
