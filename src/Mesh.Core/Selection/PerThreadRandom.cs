using System.Security.Cryptography;

namespace Mesh.Selection;

/// <summary>
/// Chance for picks: a generator (xorshift64*, Vigna 2016) for each thread, seeded once from the system's. Without lock
/// or allocation. Not for secrets.
/// </summary>
public sealed class PerThreadRandom : IPickRandom
{
    public static readonly PerThreadRandom Instance = new();

    [ThreadStatic]
    private static ulong _state;

    private PerThreadRandom()
    {
    }

    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var state = _state;
        if (state == 0)
            state = Seed();
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        _state = state;
        // The upper half of the product of 32 random bits and the bound: even up to bound / 2^32.
        return (int)(((state * 0x2545F4914F6CDD1D) >> 32) * (uint)bound >> 32);
    }

    private static ulong Seed()
    {
        Span<byte> seed = stackalloc byte[8];
        RandomNumberGenerator.Fill(seed);
        return BitConverter.ToUInt64(seed) | 1;
    }
}
