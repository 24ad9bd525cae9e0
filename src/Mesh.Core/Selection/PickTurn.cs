namespace Mesh.Selection;

/// <summary>What one pick brings to a policy.</summary>
/// <param name="random">The dice.</param>
/// <param name="hash">The key's hash; for the policy that goes by it.</param>
/// <param name="slowStart">Off unless an instance of the set is new.</param>
internal readonly ref struct PickTurn(IPickRandom random, ulong hash, SlowStart slowStart)
{
    /// <summary>
    /// Draws that a policy makes for want of an admitted one. An instance is admitted in one of ten draws at worst, so
    /// this many fail once in 800.
    /// </summary>
    public const int Tries = 64;

    private const int Scale = 1 << 20;

    public IPickRandom Random { get; } = random;

    public ulong Hash { get; } = hash;

    public SlowStart SlowStart { get; } = slowStart;

    /// <summary>
    /// Does a drawn member get the pick? A new one only in the part of its draws that slow start gives it, by chance:
    /// that makes the shares exact without tables that change with the time.
    /// </summary>
    public bool Admits(EndpointPool pool, int index) =>
        !SlowStart.IsOn || Random.Below(Scale) < Ratio(pool, index) * Scale;

    /// <summary>The same by the key instead of chance, so that all callers send a key to the same instance.</summary>
    public bool AdmitsKey(EndpointPool pool, int index, ulong seed) =>
        !SlowStart.IsOn || (StableHash.Mix(Hash ^ seed) >> 44) < Ratio(pool, index) * Scale;

    private double Ratio(EndpointPool pool, int index) => SlowStart.Ratio(
        pool.Endpoints[index].Instance.RegisteredAt.UtcTicks, SlowStart.Share(pool.OldestBorn));
}
