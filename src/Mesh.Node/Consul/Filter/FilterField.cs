namespace Mesh.Node.Consul.Filter;

/// <summary>A field that filters can name.</summary>
/// <param name="Read">
/// Its values in one entry: one, or one for each of a list of records, such as the status of every check. A comparison
/// holds when it holds for any of them.
/// </param>
internal sealed record FilterField<T>(FilterKind Kind, Func<T, IEnumerable<FilterValue>> Read)
{
    /// <summary>For a map: the value of a key.</summary>
    public Func<T, string, string?>? ReadKey { get; init; }
}
