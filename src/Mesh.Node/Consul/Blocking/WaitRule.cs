namespace Mesh.Node.Consul.Blocking;

/// <summary>How long a blocking query waits. Pure.</summary>
internal static class WaitRule
{
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The share of the wait that is added by chance at most, so that clients do not come back all at once.</summary>
    public const int JitterShare = 16;

    /// <summary>
    /// So long a query waits for what its index stands for, where that is more than this node has come to: another node has shown it,
    /// and pushed it before. After that this node's index goes on beyond it.
    /// </summary>
    public static readonly TimeSpan BehindWait = TimeSpan.FromSeconds(3);

    /// <summary>Between two looks meanwhile: what another node says of its numbers wakes nobody.</summary>
    public static readonly TimeSpan BehindLook = TimeSpan.FromMilliseconds(50);

    /// <param name="asked">Null or zero: the default.</param>
    public static TimeSpan Bounded(TimeSpan? asked) => asked is not { } wait || wait <= TimeSpan.Zero
        ? Default
        : wait < Longest ? wait : Longest;

    /// <param name="chance">0 to 1.</param>
    public static TimeSpan WithJitter(TimeSpan wait, double chance) => wait + (wait / JitterShare * chance);

    /// <summary>
    /// A query blocks only while the client has just what is current. An index from the future is another node's: to
    /// wait for it would leave the client blind after it moved here.
    /// </summary>
    public static bool Blocks(ulong asked, long current) => asked != 0 && asked == (ulong)current;
}
