namespace Mesh.Views;

/// <summary>What the changes in one or several histories cost together: beyond the limit the oldest of all go.</summary>
internal sealed class HistoryBudget(long limit)
{
    private readonly LinkedList<KeptChange> _changes = new();

    public long Bytes { get; private set; }

    /// <summary>Whatever it costs, the newest stays.</summary>
    public void Add(KeptChange change)
    {
        change.Place = _changes.AddLast(change);
        Bytes += change.Bytes;
        while (Bytes > limit && _changes.First!.Value is { } oldest && oldest != change)
            oldest.History.Drop();
    }

    /// <summary>Its record is needed no longer.</summary>
    public void Lighten(KeptChange change)
    {
        Bytes -= change.Bytes;
        change.Lighten();
        Bytes += change.Bytes;
    }

    public void Remove(KeptChange change)
    {
        _changes.Remove(change.Place!);
        Bytes -= change.Bytes;
    }
}
