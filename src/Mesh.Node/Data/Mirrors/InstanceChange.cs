using Mesh.Catalog;
using Mesh.Node.Data.Records;

namespace Mesh.Node.Data.Mirrors;

/// <summary>What becomes of one instance in the store; with neither a record nor a deletion it is forgotten.</summary>
internal sealed record InstanceChange(InstanceKey Key, ServiceInstance? Instance, InstanceDeletion? Deletion)
{
    public StoreChange ToWrite() => new(
        StoredRows.KeyOf(Key),
        Instance is not null ? StoredRows.Of(Instance) : Deletion is not null ? StoredRows.Of(Deletion) : null);
}
