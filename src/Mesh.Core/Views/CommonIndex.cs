namespace Mesh.Views;

/// <summary>
/// The numbers of what clients of several nodes compare: a time and a digest of what is shown at it. The time comes from the claim
/// of what changed, which its writer chose by hybrid logical time, in slots of 1/4 ms since 2020; what has none, or is late, is one
/// slot after the last. The low eleven bits are of the digest: nodes that show the same after the same changes give the same
/// number, and one number is hardly ever given to two states. Below 2^53 (older JavaScript clients read numbers as doubles) until
/// 2054. Pure.
/// </summary>
internal static class CommonIndex
{
    /// <summary>The last time that an index holds.</summary>
    public const long MaxSlot = (1L << 42) - 1;

    private const int DigestBits = 11;
    private const long Mask = (1L << DigestBits) - 1;
    private const long SlotsPerMs = 4;
    private const long UsPerSlot = 1_000 / SlotsPerMs;

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long EpochUs = (Epoch - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long SlotOf(long index) => index >> DigestBits;

    public static long SlotOf(DateTimeOffset time) => Math.Clamp((time - Epoch).Ticks / (TimeSpan.TicksPerMicrosecond * UsPerSlot), 0, MaxSlot);

    /// <summary>The time of a claim; 0 where it is none that can be: long ago, or beyond what an index holds.</summary>
    public static long SlotOfClaim(long claim) =>
        claim <= EpochUs || claim > EpochUs + (MaxSlot * UsPerSlot) ? 0 : (claim - EpochUs) / UsPerSlot;

    /// <param name="digest">Of what is shown; 0: nothing.</param>
    public static long Of(long slot, ulong digest) => (slot << DigestBits) | (digest == 0 ? 0 : (long)StableHash.Mix(digest) & Mask);

    /// <summary>The time of the step after <paramref name="last"/>.</summary>
    /// <param name="claim">Of what changed; 0: it has none.</param>
    public static long NextSlot(long last, long claim) => Math.Max(SlotOf(last) + 1, SlotOfClaim(claim));

    /// <summary>A number beyond <paramref name="last"/> with the digest of <paramref name="index"/>.</summary>
    public static long After(long last, long index) => ((SlotOf(last) + 1) << DigestBits) | (index & Mask);
}
