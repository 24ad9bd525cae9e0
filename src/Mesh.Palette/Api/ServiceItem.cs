namespace Mesh.Palette.Api;

/// <summary>A service in the list of services.</summary>
/// <param name="Passing">Instances that are passing or in warning.</param>
/// <param name="Revision">The revision of the view at which the service last changed.</param>
public sealed record ServiceItem(string Name, int Instances, int Passing, long Revision)
{
    /// <summary>How many of its instances share whose life: owned, leased, anchored, floating; those that there are.</summary>
    public IReadOnlyDictionary<string, int> Lifetimes { get; init; } = new Dictionary<string, int>();
}
