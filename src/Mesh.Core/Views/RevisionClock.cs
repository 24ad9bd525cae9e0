namespace Mesh.Views;

/// <summary>
/// Numbers the views of one node. A revision is strictly larger than the one before, over restarts too as long as the
/// wall clock does not step back, stays below 2^53 (older JavaScript clients read numbers as doubles) until 2089, and
/// carries in its low six bits a tag of the node, so that a revision of another node can be told apart (63 times in 64).
/// </summary>
public static class RevisionClock
{
    /// <summary>The distance between two revisions of one node.</summary>
    public const long Step = 64;

    private static readonly long EpochMs = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The first revision of a node that starts now: room for 64 revisions in each millisecond since 2020.</summary>
    public static long First(DateTimeOffset now, int tag) =>
        ((now.ToUnixTimeMilliseconds() - EpochMs) * Step * Step) + (tag & (int)(Step - 1));

    public static long Next(long revision) => revision + Step;

    public static bool IsFrom(long revision, int tag) => (revision & (Step - 1)) == (tag & (Step - 1));
}
