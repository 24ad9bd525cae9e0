namespace Mesh.Selection;

/// <summary>The order of a weighted round robin: each member as often as its weight says, its turns evenly apart.</summary>
internal static class Rotation
{
    private const int IndexBits = 24;

    /// <summary>The longest order beside one turn for each member; larger weights are rounded to it.</summary>
    internal const int MaxLength = 4_096;

    /// <param name="weights">1 or more each.</param>
    public static int[] Build(int[] weights)
    {
        var turns = Turns(weights);
        var keys = new long[turns.Sum()];
        var next = 0;
        for (var i = 0; i < turns.Length; i++)
        {
            // The k-th of n turns stands in the middle of the k-th n-th of the period; of two at once the first
            // member goes first, as the index in the low bits makes it.
            for (var k = 0; k < turns[i]; k++)
                keys[next++] = ((((2L * k) + 1) << 36) / (2L * turns[i]) << IndexBits) | (uint)i;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => (int)(key & ((1 << IndexBits) - 1)));
    }

    private static int[] Turns(int[] weights)
    {
        var total = weights.Sum(w => (long)w);
        if (total <= MaxLength)
            return weights;
        return Array.ConvertAll(weights, w => (int)Math.Max(1, Math.Round((double)w * MaxLength / total)));
    }
}
