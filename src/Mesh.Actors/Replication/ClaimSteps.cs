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
    /// More than many expiries and adoptions in turn add, which must not beat a write or a deletion that they do not know
    /// of.
    /// </summary>
    public const long Write = 1_024;

    /// <summary>
    /// What a write is more than any claim seen at another node, whatever expiries and adoptions the writer had not seen.
    /// </summary>
    public const long LeastOfWrite = Write / 2;
}
