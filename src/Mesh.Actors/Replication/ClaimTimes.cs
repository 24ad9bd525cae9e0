namespace Mesh.Replication;

/// <summary>How long claims that no longer count are kept.</summary>
internal static class ClaimTimes
{
    /// <summary>How long a record of this node that lost its key stays in its log, so that the winner's arrives everywhere first.</summary>
    public static readonly TimeSpan YieldAfter = TimeSpan.FromSeconds(5);

    /// <summary>How long a tombstone outlives the last lower claim that this node sees; a node cut off for longer may bring a key back.</summary>
    public static readonly TimeSpan KeepTombstones = TimeSpan.FromHours(1);

    /// <summary>The same where all members were well from before the deletion on: each of them has it by then.</summary>
    public static readonly TimeSpan KeepInCalm = TimeSpan.FromSeconds(60);

    /// <summary>Beyond so many, the oldest go early.</summary>
    public const int MaxTombstones = 65_536;

    /// <summary>How long the log of an owner that is no member is kept; its claims do not count meanwhile.</summary>
    public static readonly TimeSpan StrangerGrace = TimeSpan.FromMinutes(1);

    /// <summary>What others had deleted is left to them for so long by a node that begins anew; before, they may be back themselves.</summary>
    public static readonly TimeSpan ReturnGrace = TimeSpan.FromSeconds(10);
}
