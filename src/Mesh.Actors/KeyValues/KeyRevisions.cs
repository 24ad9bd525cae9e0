namespace Mesh.KeyValues;

/// <summary>
/// The numbers of revisions, which the nodes of a whole mesh have in common: a time and a digest of the state. The time comes from
/// the claim of the write, which its writer chose by hybrid logical time, in slots of 1/32 ms since 2020. What has none (an end of a
/// lease), or comes to another state than its writer had, is up to 64 slots after the last, by the digest. The low eight bits are
/// of the digest of the entries after the step, in whatever order they came. So nodes that have seen the same in the same order
/// give the same numbers, and one number is hardly ever given to two states. Below 2^53 (older JavaScript clients read numbers
/// as doubles) until 2054. Pure.
/// </summary>
internal static class KeyRevisions
{
    private const int DigestBits = 8;
    private const long MaxSlot = (1L << 45) - 1;

    // A slot is 125/4 µs.
    private const long SlotsPer = 4;
    private const long SlotsPerUs = 125;

    /// <summary>The revision of a node that has seen nothing yet.</summary>
    public const long None = 1;

    private static readonly long EpochUs = Us(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long MaxClaim = EpochUs + (MaxSlot / SlotsPer * SlotsPerUs);

    /// <summary>The time of a revision.</summary>
    public static long SlotOf(long revision) => revision >> DigestBits;

    public static long SlotOf(DateTimeOffset time) => SlotOfClaim(Us(time));

    /// <summary>The time of a claim; 0 where it is none that can be: long ago, or beyond what a revision holds.</summary>
    public static long SlotOfClaim(long claim) =>
        claim <= EpochUs || claim > MaxClaim ? 0 : (claim - EpochUs) * SlotsPer / SlotsPerUs;

    /// <summary>The least claim of which the time is this, at least.</summary>
    public static long ClaimOf(long slot) => EpochUs + (((Math.Min(slot, MaxSlot) * SlotsPerUs) + SlotsPer - 1) / SlotsPer);

    public static long Of(long slot, StateDigest digest) => (slot << DigestBits) | (long)(digest.Value & ((1UL << DigestBits) - 1));

    /// <summary>The time of the next step.</summary>
    /// <param name="claim">By which its writer has numbered it, in the same state; 0: it did not.</param>
    public static long NextSlot(long last, long claim, StateDigest digest)
    {
        const int Jumps = 63;
        var next = SlotOf(last) + 1;
        var slot = SlotOfClaim(claim);
        return slot >= next ? slot : next + (long)((digest.Value >> DigestBits) & Jumps);
    }

    private static long Us(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
