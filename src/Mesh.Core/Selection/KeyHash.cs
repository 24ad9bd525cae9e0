namespace Mesh.Selection;

/// <summary>
/// The hash of a pick's key: the same on every machine and in every version, so that all nodes send a key to the same
/// instance; never change it. Four characters at a time, where <see cref="StableHash"/> takes one byte: it is paid for
/// with each pick.
/// </summary>
internal static class KeyHash
{
    private const ulong Start = 0x9e3779b97f4a7c15;
    private const ulong Factor = 0xd6e8feb86659fd93;

    public static ulong Of(ReadOnlySpan<char> key)
    {
        var hash = Start ^ (ulong)key.Length;
        while (key.Length >= 4)
        {
            hash = Step(hash, key[0] | ((ulong)key[1] << 16) | ((ulong)key[2] << 32) | ((ulong)key[3] << 48));
            key = key[4..];
        }

        var rest = 0UL;
        foreach (var c in key)
            rest = (rest << 16) | c;
        return StableHash.Mix(Step(hash, rest));
    }

    // Each step can be undone: it loses nothing of what it was given.
    private static ulong Step(ulong hash, ulong word)
    {
        hash = (hash ^ word) * Factor;
        return hash ^ (hash >> 32);
    }
}
