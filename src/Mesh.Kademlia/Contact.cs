namespace Mesh.Kademlia;

/// <summary>
/// A peer and where it listens. A class, so that tables, lookups and messages share one object per peer: the simulator
/// holds a million of them.
/// </summary>
public sealed class Contact(NodeId id, KadAddress address) : IEquatable<Contact>
{
    public NodeId Id { get; } = id;

    public KadAddress Address { get; } = address;

    public bool Equals(Contact? other) => other is not null && Id == other.Id && Address == other.Address;

    public override bool Equals(object? obj) => Equals(obj as Contact);

    public override int GetHashCode() => Id.GetHashCode();

    public override string ToString() => $"{Id.High:x16}@{Address}";
}
