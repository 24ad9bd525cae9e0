namespace Mesh.Node.Access;

/// <summary>Marks an endpoint whose answer is wrong where the node has not, or no longer, the catalogue.</summary>
/// <param name="OfKeys">The key-value store is needed too, which fills apart from the registry.</param>
internal sealed record CatalogueNeed(bool OfKeys)
{
    public static readonly CatalogueNeed Instance = new(OfKeys: false);

    public static readonly CatalogueNeed Keys = new(OfKeys: true);
}
