using System.Buffers.Binary;

namespace Mesh.KeyValues;

/// <summary>What a replicated record is found by: the key of an entry, or the number of a lease.</summary>
internal readonly record struct KeySlot(KeySpace Space, Octets Name) : IComparable<KeySlot>
{
    public static KeySlot OfEntry(Octets key) => new(KeySpace.Entry, key);

    public static KeySlot OfLease(long lease)
    {
        var name = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(name, lease);
        return new(KeySpace.Lease, Octets.Wrap(name));
    }

    /// <summary>The number of the lease; 0 for an entry.</summary>
    public long Lease => Space is KeySpace.Lease && Name.Length == sizeof(long)
        ? BinaryPrimitives.ReadInt64BigEndian(Name.Span)
        : 0;

    public int CompareTo(KeySlot other) => Space != other.Space ? Space.CompareTo(other.Space) : Name.CompareTo(other.Name);

    public override string ToString() => Space is KeySpace.Lease ? $"lease {Lease:x}" : Name.ToString();

    public static bool operator <(KeySlot left, KeySlot right) => left.CompareTo(right) < 0;

    public static bool operator <=(KeySlot left, KeySlot right) => left.CompareTo(right) <= 0;

    public static bool operator >(KeySlot left, KeySlot right) => left.CompareTo(right) > 0;

    public static bool operator >=(KeySlot left, KeySlot right) => left.CompareTo(right) >= 0;
}
