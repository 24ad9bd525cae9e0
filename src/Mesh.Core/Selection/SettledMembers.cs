namespace Mesh.Selection;

/// <summary>
/// The members of a pool that slow start is over with, as a table of their own: what a new member does not take yet stays
/// with the member that had it before the new one came.
/// </summary>
internal sealed class SettledMembers
{
    private readonly MaglevTable? _table;
    private readonly int[] _indexes;
    private readonly bool[] _isNew;
    private readonly long _from;
    private readonly long _until;
    private readonly long _span;

    private SettledMembers(MaglevTable? table, int[] indexes, bool[] isNew, SlowStart at, long until)
    {
        (_table, _indexes, _isNew) = (table, indexes, isNew);
        (_from, _until, _span) = (at.Now, until, at.Span);
    }

    /// <summary>Are there new ones and others? Where all are new they wait for one another.</summary>
    public bool IsMixed => _table is not null;

    public static SettledMembers Of(EndpointPool pool, SlowStart at)
    {
        var isNew = Array.ConvertAll(pool.Members, m => at.Share(m.Instance.RegisteredAt.UtcTicks) < 1);
        int[] indexes = [.. Enumerable.Range(0, isNew.Length).Where(i => !isNew[i])];
        if (indexes.Length == isNew.Length)
            return new(null, [], isNew, at, long.MaxValue);
        var until = pool.Members.Where((_, i) => isNew[i]).Min(m => m.Instance.RegisteredAt.UtcTicks) + at.Span;
        if (indexes.Length == 0)
            return new(null, [], isNew, at, until);
        var weights = pool.Weights is null ? null : Array.ConvertAll(indexes, i => pool.Weights[i]);
        var ids = Array.ConvertAll(indexes, i => pool.Members[i].Instance.Id.Value);
        return new(MaglevTable.Build(ids, weights), indexes, isNew, at, until);
    }

    /// <summary>Until the next one is not new any more; a clock that goes back asks anew.</summary>
    public bool HoldsAt(SlowStart at) => at.Span == _span && at.Now >= _from && at.Now < _until;

    public bool IsNew(int index) => _isNew[index];

    /// <summary>The member, by its index in the pool, that has the key as long as no new one takes it.</summary>
    public int HolderOf(ulong hash) => _indexes[_table![hash]];
}
