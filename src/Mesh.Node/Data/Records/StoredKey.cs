using Mesh.KeyValues;

namespace Mesh.Node.Data.Records;

/// <summary>What a stored record is found by.</summary>
/// <param name="Name">The key of an entry, the number of a lease, "service/id" of an instance or a place, the address of a member.</param>
internal readonly record struct StoredKey(StoredKind Kind, Octets Name);
