using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>
/// One entry as a node sees it. Nodes that have seen the same writes one after another count alike; what crossed on its way they
/// may have numbered differently.
/// </summary>
/// <param name="CreateRevision">The revision at which the key came to be.</param>
/// <param name="ModRevision">The revision at which it was last written.</param>
/// <param name="Version">1 for a new key, one more with every write that this node saw.</param>
/// <param name="Lease">The lease that the entry lives with; 0: none.</param>
/// <param name="Flags">A number that the client keeps beside the value and that means nothing here.</param>
/// <param name="Owner">The node that wrote it last or adopted it.</param>
public sealed record KeyValue(
    Octets Key,
    Octets Value,
    long CreateRevision,
    long ModRevision,
    long Version,
    long Lease,
    ulong Flags,
    Owner Owner);
