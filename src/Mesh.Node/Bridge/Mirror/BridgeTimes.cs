namespace Mesh.Node.Bridge.Mirror;

/// <summary>The periods of a bridge.</summary>
internal static class BridgeTimes
{
    /// <summary>After the death of a bridge its copies last at most so long, where the system has leases.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often the lease is renewed.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked at what is to be renewed.</summary>
    public static readonly TimeSpan RenewalLook = TimeSpan.FromMilliseconds(500);

    /// <summary>How soon a renewal that failed is tried again.</summary>
    public static readonly TimeSpan RenewalRetry = TimeSpan.FromSeconds(2);

    /// <summary>How often both sides are read in full beside the events.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(45);

    /// <summary>How soon they are read again to confirm that a source is empty.</summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(5);

    /// <summary>How long a full reading may take.</summary>
    public static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(60);

    /// <summary>Changes that come within this time are handled in one step.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a process that stands by tries to get the claim.</summary>
    public static readonly TimeSpan StandBy = TimeSpan.FromSeconds(2);

    /// <summary>How long removing all copies may take when a bridge stops.</summary>
    public static readonly TimeSpan Stopping = TimeSpan.FromSeconds(10);
}
