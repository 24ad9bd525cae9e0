namespace Mesh.Kademlia.Wire;

/// <summary>What a datagram may carry at most, whatever its bytes would allow.</summary>
internal static class KadLimits
{
    public const int Contacts = 64;
    public const int Records = 16;
    public const int Parts = 8;
    public const int Page = 1 << 16;
    public const int CopySeconds = 3600;
    public const int PublicKey = 256;
    public const int Signature = 256;
    public const int RegionBytes = 32;

    /// <summary>The number if it lies within the bounds.</summary>
    public static int Within(uint value, int least, int most, string field) => value >= least && value <= most
        ? (int)value
        : throw new KadFormatException($"{field} is {value}, allowed are {least} to {most}");

    public static void Count(int count, int most, string field)
    {
        if (count > most)
            throw new KadFormatException($"{field} has {count} entries, allowed are {most}");
    }

    public static ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> bytes, int most, string field) => bytes.Length <= most
        ? bytes
        : throw new KadFormatException($"{field} has {bytes.Length} bytes, allowed are {most}");
}
