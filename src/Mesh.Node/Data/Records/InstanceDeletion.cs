using Mesh.Catalog;

namespace Mesh.Node.Data.Records;

/// <summary>An instance that this node owned was taken out of the mesh.</summary>
/// <param name="Claim">More than the record had that it hides.</param>
internal sealed record InstanceDeletion(InstanceKey Key, long Claim, DateTimeOffset At);
