namespace Mesh.Node.Dns;

/// <summary>What one loop needs again for each answer, and its dice. Not thread-safe.</summary>
internal sealed class DnsScratch(ulong seed)
{
    private ulong _state = seed | 1;
    private int[] _order = new int[64];
    private ulong[] _ranks = new ulong[64];
    private int[] _written = new int[64];

    /// <summary>The numbers below a count, in order.</summary>
    public Span<int> Order(int count)
    {
        if (_order.Length < count)
            _order = new int[2 * count];
        var order = _order.AsSpan(0, count);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        return order;
    }

    public Span<ulong> Ranks(int count)
    {
        if (_ranks.Length < count)
            _ranks = new ulong[2 * count];
        return _ranks.AsSpan(0, count);
    }

    /// <summary>Marks for the addresses that an answer holds already, all cleared.</summary>
    public Span<int> Written(int count)
    {
        if (_written.Length < count)
            _written = new int[2 * count];
        var written = _written.AsSpan(0, count);
        written.Clear();
        return written;
    }

    /// <summary>Fisher and Yates; the dice are xorshift64* (Vigna 2016), good enough to spread load.</summary>
    public void Shuffle(Span<int> order)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            var draw = (uint)((_state * 0x2545f4914f6cdd1d) >> 32);
            var j = (int)(((ulong)draw * (uint)(i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
