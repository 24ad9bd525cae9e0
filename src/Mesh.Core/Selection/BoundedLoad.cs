namespace Mesh.Selection;

/// <summary>
/// Bounded load (Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded loads", 2016): which members of a
/// pool have room for one call more, when none may have more than <see cref="Factor"/> times its fair part of the
/// calls that this process has under way. At least one always has.
/// </summary>
internal sealed class BoundedLoad(EndpointPool pool)
{
    public const double Factor = 1.25;

    /// <summary>Up to this many members the total is summed at each question; beyond, once in a sixteenth as many.</summary>
    private const int Exact = 16;

    private readonly EndpointLoad[] _cells = Array.ConvertAll(pool.Members, static e => e.Load);
    private int _total;
    private int _stale;

    public int Outstanding(int index) => _cells[index].Outstanding;

    public bool HasRoom(int index)
    {
        var own = _cells[index].Outstanding;
        return own <= 0 || own * (double)pool.TotalWeight < Factor * (Total() + 1) * pool.WeightOf(index);
    }

    private int Total()
    {
        // Not exact between threads, and need not be: a total that is a few picks old moves the bound by less than one call.
        if (_cells.Length > Exact && --_stale > 0)
            return _total;
        var total = 0;
        foreach (var cell in _cells)
            total += cell.Outstanding;
        _stale = _cells.Length / Exact;
        return _total = total;
    }
}
