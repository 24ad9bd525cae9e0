using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Registry;

namespace Mesh.Node.Data.Records;

/// <summary>What a data directory held when it was opened.</summary>
/// <param name="Members">The addresses of other members that store what they own.</param>
internal sealed record StoredRecords(
    IReadOnlyList<ServiceInstance> Instances,
    IReadOnlyList<InstanceDeletion> Deletions,
    IReadOnlyList<KeptPlace> Places,
    IReadOnlyList<KeyRecord> Keys,
    IReadOnlyList<string> Members)
{
    public bool IsAny => Instances.Count + Deletions.Count + Places.Count + Keys.Count + Members.Count > 0;
}
