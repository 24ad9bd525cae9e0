namespace Mesh.Kademlia;

/// <summary>
/// A small deterministic generator (SplitMix64 by Steele, Lea and Flood, 2014) that is passed by reference: equal seeds
/// give equal runs. It orders work and spreads timers; nothing that must not be guessed comes from it, see
/// <see cref="KadSecret"/>.
/// </summary>
internal struct KadRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The span, shortened or lengthened evenly by up to this part of it.</summary>
    public TimeSpan Jitter(TimeSpan span, double part) => span * (1 + part * (2 * Unit() - 1));
}
