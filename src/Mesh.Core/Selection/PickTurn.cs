namespace Mesh.Selection;

/// <summary>What one pick brings to a policy.</summary>
public readonly ref struct PickTurn
{
    /// <summary>
    /// Draws that a policy makes for want of an admitted one. An instance is admitted in one of ten draws at worst, so
    /// this many fail once in 800.
    /// </summary>
    public const int Tries = 64;

    private const int Scale = 1 << 20;

    internal PickTurn(IPickRandom random, ulong keyHash, SlowStart slowStart)
    {
        Random = random;
        KeyHash = keyHash;
        SlowStart = slowStart;
    }

    /// <summary>The source of chance.</summary>
    public IPickRandom Random { get; }

    /// <summary>The hash of the request's key, the same on every node; 0 for policies that are not keyed.</summary>
    public ulong KeyHash { get; }

    /// <summary>Off unless an instance of the set is new.</summary>
    internal SlowStart SlowStart { get; }

    /// <summary>
    /// Does a drawn member get the pick? A new one only in the part of its draws that slow start gives it, by chance:
    /// that makes the shares exact without tables that change with the time.
    /// </summary>
    public bool Admits(EndpointPool pool, int index) =>
        !SlowStart.IsOn || Random.Below(Scale) < Ratio(pool, index) * Scale;

    /// <summary>
    /// The same by the key instead of chance, so that all callers send a key to the same instance; and has the member
    /// room for one call more?
    /// </summary>
    public bool AdmitsKey(EndpointPool pool, int index) =>
        pool.HasRoom(index) && (!SlowStart.IsOn || (StableHash.Mix(KeyHash ^ pool.Seeds[index]) >> 44) < Ratio(pool, index) * Scale);

    private double Ratio(EndpointPool pool, int index) => SlowStart.Ratio(
        pool.Members[index].Instance.RegisteredAt.UtcTicks, SlowStart.Share(pool.OldestBorn));
}
