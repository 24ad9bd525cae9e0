namespace Mesh.Federation.Link;

/// <summary>What other meshes may ask of a gateway at once.</summary>
internal static class FederationLimits
{
    /// <summary>Streams of all other gateways together.</summary>
    public const int Streams = 4_096;

    /// <summary>Streams of one address.</summary>
    public const int StreamsPerPeer = 1_024;

    /// <summary>A question holds a name.</summary>
    public const int RequestBytes = 4 * 1024;

    /// <summary>The answers to one call of the overlay: eight datagrams.</summary>
    public const int CallBytes = 16 * 1024;

    /// <summary>An answer, in bytes, with a margin below what is sent.</summary>
    public const int ReplyBytes = 4 * 1024 * 1024;

    /// <summary>Instances in one snapshot, in bytes.</summary>
    public const int SnapshotBytes = 3 * 1024 * 1024;
}
