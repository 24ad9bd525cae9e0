namespace Mesh.KeyValues;

/// <summary>The bounds of the replicated key-value store. Every node of a mesh has the same.</summary>
internal static class KeyValueLimits
{
    public const int KeyLength = 1_024;
    public const int ValueLength = 65_536;

    /// <summary>Writes, and conditions, in one batch. More than the 128 that etcd allows in a transaction.</summary>
    public const int BatchWrites = 512;

    /// <summary>Bytes of keys and values in one batch.</summary>
    public const int BatchBytes = 1_048_576;

    /// <summary>Entries in the mesh. The whole of it is in the memory of every node that takes part.</summary>
    public const int Entries = 131_072;

    /// <summary>Bytes in the mesh: of keys and values, and 64 more for each of them.</summary>
    public const long Bytes = 32L << 20;

    /// <summary>Bytes in one of the replicated buckets: eight of them go into one message of gossip, which must fit the frame.</summary>
    public const long BucketBytes = 896L << 10;

    public const int Leases = 65_536;

    /// <summary>Seconds; a shorter one is raised to it, as etcd does.</summary>
    public const long MinTtl = 2;

    /// <summary>Seconds; etcd's bound.</summary>
    public const long MaxTtl = 9_000_000_000;
}
