using System.Numerics;

namespace Mesh.Selection;

/// <summary>
/// The table of the consistent hash: slots dealt out to the members in turn, each taking the next free one in an order
/// of its own (Eisenbud and others, "Maglev", 2016), by weight as often as its weight says. A pure function of the
/// members' ids and weights: nodes with equal views send a key to the same instance. With 100 equal members the fullest
/// has 1.001 of the average, and the removal of one moves about 0.6 % of the slots beside its own.
/// </summary>
/// <remarks>
/// The order of a member is a scrambling of 0, 1, 2, … rather than Maglev's arithmetic progression: with progressions
/// some pairs of ids walk in step, and a removal then moved up to 2.3 % more than it had to.
/// </remarks>
internal sealed class MaglevTable
{
    private readonly string[] _ids;
    private readonly int[]? _weights;
    private readonly byte[]? _small;
    private readonly int[]? _large;
    private readonly int _mask;

    private MaglevTable(string[] ids, int[]? weights, ulong[] seeds, int[] slots)
    {
        _ids = ids;
        _weights = weights;
        Seeds = seeds;
        _mask = slots.Length - 1;
        if (ids.Length <= 256)
            _small = Array.ConvertAll(slots, static s => (byte)s);
        else
            _large = slots;
    }

    /// <summary>The hash of each member's id.</summary>
    public ulong[] Seeds { get; }

    public int Size => _mask + 1;

    public int this[ulong hash] => _small is { } small ? small[(int)hash & _mask] : _large![(int)hash & _mask];

    public bool IsOf(string[] ids, int[]? weights) =>
        _ids.AsSpan().SequenceEqual(ids) && _weights.AsSpan().SequenceEqual(weights);

    /// <param name="ids">At least one, in ordinal order.</param>
    /// <param name="weights">One for each id, 1 or more; null: all alike.</param>
    public static MaglevTable Build(string[] ids, int[]? weights)
    {
        var seeds = Array.ConvertAll(ids, static id => StableHash.Of(id));
        var orders = Array.ConvertAll(seeds, static seed => new MaglevPermutation(seed));
        var slots = new int[SizeFor(ids.Length)];
        Array.Fill(slots, -1);
        if (weights is null)
            Deal(slots, orders);
        else
            Deal(slots, orders, weights);
        return new MaglevTable(ids, weights, seeds, slots);
    }

    /// <summary>
    /// The same for all services of common size, small ones too: where the size changes, all keys move. 65,536 is the
    /// least with which a removal moves less than 1 % beside the member's own slots whatever the number of members, and
    /// leaves each enough slots for the balance up to 2,048; the table comes to 64 KB up to 256 members.
    /// </summary>
    internal static int SizeFor(int members) => members switch
    {
        <= 2_048 => 1 << 16,
        <= 32_768 => 1 << 20,
        _ => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(members, 1 << 25) * 32),
    };

    private static void Deal(int[] slots, MaglevPermutation[] orders)
    {
        for (var left = slots.Length; ;)
        {
            for (var i = 0; i < orders.Length; i++)
            {
                slots[orders[i].NextFree(slots)] = i;
                if (--left == 0)
                    return;
            }
        }
    }

    /// <summary>In round r the heaviest takes its r-th slot, and each other one when its weight's part of r is due.</summary>
    private static void Deal(int[] slots, MaglevPermutation[] orders, int[] weights)
    {
        var heaviest = weights.Max();
        var taken = new long[weights.Length];
        // A calendar: for each round the members that are due in it, chained. The heaviest is due in each round, so
        // there are no more rounds than slots.
        var due = new int[slots.Length + 1];
        var chain = new int[weights.Length];
        Array.Fill(due, -1);
        for (var i = weights.Length - 1; i >= 0; i--)
            (chain[i], due[0]) = (due[0], i);

        var left = slots.Length;
        for (var round = 0; ; round++)
        {
            for (int i = due[round], next; i >= 0; i = next)
            {
                next = chain[i];
                slots[orders[i].NextFree(slots)] = i;
                if (--left == 0)
                    return;
                var again = ((++taken[i] * heaviest) + weights[i] - 1) / weights[i];
                if (again < due.Length)
                    (chain[i], due[again]) = (due[again], i);
            }
        }
    }
}
