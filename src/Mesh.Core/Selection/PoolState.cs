namespace Mesh.Selection;

/// <summary>What of a pool outlives the rebuild of its set: the place of the round robin and the last hash table.</summary>
internal sealed class PoolState(int start)
{
    private readonly Lock _building = new();
    private MaglevTable? _table;

    public PickCursor Cursor { get; } = new(start);

    /// <summary>
    /// The table for these members, built at the first use and again when they change. Callers that come meanwhile wait:
    /// building it twice at once would take as long.
    /// </summary>
    public MaglevTable TableFor(string[] ids, int[]? weights)
    {
        lock (_building)
        {
            if (_table is null || !_table.IsOf(ids, weights))
                _table = MaglevTable.Build(ids, weights);
            return _table;
        }
    }
}
