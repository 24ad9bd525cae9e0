using System.Numerics;

namespace Mesh.Selection;

/// <summary>
/// The order in which one member asks for slots: a permutation of all of them, drawn from its seed. Each step of the
/// scrambling (xor, odd factor, shift) can be undone within the table's bits, so no slot comes twice.
/// </summary>
internal struct MaglevPermutation(ulong seed)
{
    private readonly uint _flip = (uint)StableHash.Mix(seed ^ 0x9e3779b97f4a7c15);
    private readonly uint _first = (uint)(StableHash.Mix(seed ^ 0x9e3779b97f4a7c15) >> 32) | 1;
    private readonly uint _second = (uint)StableHash.Mix(seed ^ 0xc2b2ae3d27d4eb4f) | 1;
    private uint _asked;

    /// <summary>The next slot in the order that holds -1.</summary>
    /// <param name="slots">As many as a power of two, at least one of them free.</param>
    public int NextFree(ReadOnlySpan<int> slots)
    {
        var mask = (uint)slots.Length - 1;
        var half = (BitOperations.Log2((uint)slots.Length) + 1) / 2;
        while (true)
        {
            var slot = Scramble(_asked++, mask, half);
            if (slots[(int)slot] < 0)
                return (int)slot;
        }
    }

    private readonly uint Scramble(uint x, uint mask, int half)
    {
        x = ((x ^ _flip) * _first) & mask;
        x ^= x >> half;
        x = (x * _second) & mask;
        return x ^ (x >> half);
    }
}
