namespace Mesh.Kademlia;

/// <summary>
/// The constants of one overlay. The defaults are those of service location; where they differ from the paper's, which
/// are for file sharing, the remark says so.
/// </summary>
public sealed record KadSettings
{
    public static KadSettings Default { get; } = new();

    /// <summary>Contacts per bucket, and holders per record.</summary>
    public int K { get; init; } = 20;

    /// <summary>Requests of one lookup in flight.</summary>
    public int Alpha { get; init; } = 3;

    /// <summary>The same for a lookup that someone waits for and that ends with the first record.</summary>
    public int FirstAlpha { get; init; } = 5;

    /// <summary>
    /// With how many of these it starts, until something is heard of one: copies of a record that many read are near, and
    /// more requests would only be load.
    /// </summary>
    public int FirstRound { get; init; } = 2;

    /// <summary>Without an answer for so long a request gives its slot to another; the answer still counts.</summary>
    public TimeSpan SoftTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Without an answer for so long a lookup may end without it; the answer still counts until then.</summary>
    public TimeSpan OverdueTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Without an answer for so long a request has failed.</summary>
    public TimeSpan HardTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A lookup ends here with what it has.</summary>
    public TimeSpan LookupDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A bucket without a lookup in its range for so long is refreshed (paper: 1 h).</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Peers that must have answered when a bucket is refreshed: it is to find living contacts for the bucket, not all that
    /// are near to a point. The own neighbourhood, of which all must be known, is refreshed with <see cref="K"/>.
    /// </summary>
    public int RefreshWidth => Math.Max(1, K / 2);

    /// <summary>A publisher is told to renew its record after so long, give or take a tenth (paper: 24 h).</summary>
    public TimeSpan RepublishInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Holders renew what nobody stored again for so long (paper: 1 h); zero: they leave it to the publisher.</summary>
    public TimeSpan HolderRepublishInterval { get; init; } = TimeSpan.Zero;

    /// <summary>The longest a record may still have to live when it arrives (paper: 24 h).</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long this peer's own records live unless it renews them; at most <see cref="MaxTtl"/>.</summary>
    public TimeSpan RecordLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far the clocks of two meshes may lie apart.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest life of a copy, at peers near to the key; farther copies live shorter.</summary>
    public TimeSpan CacheLife { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the node looks for work that is due.</summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Newcomers that wait per bucket for a place.</summary>
    public int ReplacementCache { get; init; } = 8;

    /// <summary>Failures in a row after which a waiting newcomer takes the place.</summary>
    public int FailuresToReplace { get; init; } = 2;

    /// <summary>Failures in a row after which a contact goes even without a newcomer, unless the own link was down.</summary>
    public int FailuresToDrop { get; init; } = 5;

    /// <summary>First pause after a failure; it is four times as long after each further one.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Holders of a record with which its publication is reported; the others get it after that.</summary>
    public int EnoughHolders => Math.Max(1, K * 3 / 4);

    /// <summary>
    /// The k peers nearest to a key are suspected of having chosen their ids when this many times fewer were to be expected
    /// so near; then the region of the key is searched. Zero: never; with a small k chance cannot be told from intent.
    /// </summary>
    public int PackedFactor { get; init; } = 3;

    /// <summary>Contacts of one /24 (IPv6: /48) per bucket; zero: any number.</summary>
    public int PerNetworkInBucket { get; init; } = 2;

    /// <summary>Contacts of one /24 (IPv6: /48) per table; zero: any number.</summary>
    public int PerNetworkInTable { get; init; } = 10;

    /// <summary>Messages of strangers for each one that is pinged to see whether it answers.</summary>
    public int StrangersPerProbe { get; init; } = 10;

    /// <summary>Bytes of a record as it is signed and stored.</summary>
    public int MaxRecordBytes { get; init; } = 512;

    /// <summary>Records under one key at one holder.</summary>
    public int MaxRecordsPerKey { get; init; } = 256;

    /// <summary>Records at one holder in all.</summary>
    public int MaxRecords { get; init; } = 100_000;

    /// <summary>Pages that a lookup takes from one holder.</summary>
    public int MaxPages { get; init; } = 64;

    /// <summary>The peer only asks: no other keeps it in a table or stores at it. For peers that cannot be reached.</summary>
    public bool ClientMode { get; init; }
}
