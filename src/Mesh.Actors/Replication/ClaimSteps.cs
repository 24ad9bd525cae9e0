namespace Mesh.Replication;

/// <summary>
/// How much more than what is seen a claim is. An expiry claims less than an adoption, so that what is renewed at one node
/// and ends at another, which is cut off, lives; both claim less than a write.
/// </summary>
internal static class ClaimSteps
{
    public const int Expiry = 1;

    public const int Adoption = 2;

    /// <summary>
    /// An operator's order. More than a few adoptions by who had not heard of it, and so little that the registration counts as the
    /// same one after a hundred of them.
    /// </summary>
    public const int Order = 8;

    /// <summary>
    /// More than many expiries and adoptions in turn add, which must not beat a write or a deletion that they do not know
    /// of.
    /// </summary>
    public const long Write = 1_024;

    /// <summary>
    /// Is this the claim of a write or a deletion over the other, and not of expiries and adoptions? The writer may not have seen all of
    /// those.
    /// </summary>
    public static bool IsWrite(long claim, long over) => claim - over >= Write / 2;

    /// <summary>The least claim from this one on that adoptions and orders can be told from, which add less to it.</summary>
    public static long Whole(long claim) => (claim + Write - 1) & -Write;

    /// <summary>Is the claim that of this write, or of one that was <see cref="Whole"/> with what adoptions and orders have added since?</summary>
    public static bool IsSameWrite(long claim, long write) => claim == write || (claim & -Write) == write;
}
