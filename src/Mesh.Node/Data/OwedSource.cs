using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;

namespace Mesh.Node.Data;

/// <summary>
/// What was read when the store was opened and could not be written into it then. It goes with the first commit that works, before
/// what has changed since; until then the files that it was read from stay.
/// </summary>
/// <param name="isStored">Told, as often as it fails, once all of it is in the store.</param>
internal sealed class OwedSource(IReadOnlyList<StoredRow> rows, Action isStored) : IStoredSource
{
    private IReadOnlyList<StoredRow> _owed = rows;
    private bool _isOver = rows.Count == 0;

    public IReadOnlyList<StoreChange> Collect() => [.. _owed.Select(r => new StoreChange(r.Key, r))];

    public void Stored()
    {
        _owed = [];
        if (_isOver)
            return;
        isStored();
        _isOver = true;
    }

    /// <summary>What is owed is in memory, not in the file.</summary>
    public void Forget()
    {
    }

    public void BeginStop()
    {
    }
}
