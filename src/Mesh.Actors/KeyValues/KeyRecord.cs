using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>What one owner's log holds for a key or a lease. Immutable and equal by content: replicas compare whole records.</summary>
internal sealed record KeyRecord : ITombstoned<KeySlot, KeyRecord>
{
    public required KeySlot Slot { get; init; }

    public Octets Value { get; init; }

    /// <summary>Of an entry: the lease that it lives with; 0: none.</summary>
    public long Lease { get; init; }

    /// <summary>Of an entry: the number that the client keeps beside the value.</summary>
    public ulong Flags { get; init; }

    /// <summary>Of a lease: the seconds it lives without renewal.</summary>
    public long Ttl { get; init; }

    /// <summary>
    /// Settles several owners of one key: the higher claim wins in every view, of equal ones a record over a
    /// tombstone, and then the owner that sorts last.
    /// A write claims 1,024 more than the highest it has seen, and no less than its wall clock's microseconds, so that a
    /// claim that nobody remembers loses to a later one. The end of a lease claims one more than what it deletes, an adoption
    /// two more: a lease that is renewed at one node and ends at another, which is cut off, lives.
    /// </summary>
    public long Claim { get; init; }

    /// <summary>The claim says that there is nothing: a tombstone, kept while a log may hold a lower claim.</summary>
    public bool Deleted { get; init; }

    /// <summary>Another owner's log may hold the key: removing this record alone might uncover that.</summary>
    public bool Shared { get; init; }

    /// <summary>What it counts against the bounds: its bytes and what a record costs beside them.</summary>
    public int Size => SizeOf(Slot.Name, Value);

    KeySlot ITombstoned<KeySlot, KeyRecord>.Key => Slot;

    KeyRecord ITombstoned<KeySlot, KeyRecord>.Reclaimed(long claim) => this with { Claim = claim, Shared = true };

    static KeyRecord ITombstoned<KeySlot, KeyRecord>.Tombstone(KeySlot key, long claim) =>
        new() { Slot = key, Claim = claim, Deleted = true, Shared = true };

    internal static int SizeOf(Octets name, Octets value)
    {
        const int Overhead = 64;
        return Overhead + name.Length + value.Length;
    }
}
