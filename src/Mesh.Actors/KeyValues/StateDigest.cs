using System.Buffers.Binary;

namespace Mesh.KeyValues;

/// <summary>
/// A digest of entries: the sum of a hash of each one's key, value and lease, so that it does not depend on the order in which they
/// came, and is brought up to date by what changes. The same on every machine and in every version.
/// </summary>
internal readonly record struct StateDigest
{
    private const ulong Seed = 0x9e3779b97f4a7c15;
    private const ulong Prime = 0xff51afd7ed558ccd;

    private StateDigest(ulong sum) => Sum = sum;

    /// <summary>For the low bits of a revision; 0 where there is nothing.</summary>
    public ulong Value => Sum == 0 ? 0 : StableHash.Mix(Sum);

    /// <summary>The whole of it, for those who compare states; never 0.</summary>
    public ulong Mark => Sum == 1 ? 1 : Sum ^ 1;

    private ulong Sum { get; }

    public static StateDigest Of(IEnumerable<KeyValue> entries)
    {
        var digest = default(StateDigest);
        foreach (var entry in entries)
            digest = digest.With(null, entry);
        return digest;
    }

    /// <summary>After one entry took the place of another; null: none was there, or is there now.</summary>
    public StateDigest With(KeyValue? before, KeyValue? after)
    {
        var sum = Sum;
        if (before is not null)
            sum -= HashOf(before);
        if (after is not null)
            sum += HashOf(after);
        return new StateDigest(sum);
    }

    /// <summary>After what a record says of its key took the place of an entry; null: there is nothing now.</summary>
    public StateDigest WithRecord(KeyValue? before, KeyRecord? after)
    {
        var sum = With(before, null).Sum;
        return new StateDigest(after is null ? sum : sum + HashOf(after.Slot.Name, after.Value, after.Lease));
    }

    private static ulong HashOf(KeyValue entry) => HashOf(entry.Key, entry.Value, entry.Lease);

    private static ulong HashOf(Octets key, Octets value, long lease)
    {
        var hash = Append(Seed, key.Span);
        hash = Append(hash, value.Span);
        return StableHash.Mix((hash ^ (ulong)lease) * Prime);
    }

    private static ulong Append(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = (hash ^ (ulong)bytes.Length) * Prime;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = (ulong.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var one in bytes)
            hash = (ulong.RotateLeft(hash, 29) ^ one) * Prime;
        return hash;
    }
}
