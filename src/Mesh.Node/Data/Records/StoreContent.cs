namespace Mesh.Node.Data.Records;

/// <summary>What a store held when it was opened.</summary>
/// <param name="Faults">In words, what could not be read.</param>
internal sealed record StoreContent(IReadOnlyList<StoredRow> Rows, IReadOnlyList<string> Faults)
{
    public static readonly StoreContent Empty = new([], []);

    /// <summary>The rows are in the file still, and not only in one that was set aside.</summary>
    public bool IsStored { get; init; } = true;
}
