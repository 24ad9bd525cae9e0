namespace Mesh.Node.Access;

/// <summary>Marks an endpoint whose answer is wrong where the node has not, or no longer, the catalogue.</summary>
internal sealed record CatalogueNeed
{
    public static readonly CatalogueNeed Instance = new();
}
