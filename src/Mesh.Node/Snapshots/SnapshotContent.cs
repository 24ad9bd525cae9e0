using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Node.Snapshots;

/// <summary>What a snapshot of a mesh holds: what lives on without anybody renewing it, and leases with what hangs on them.</summary>
/// <param name="MeshName">Of the mesh that it was taken of; for people.</param>
internal sealed record SnapshotContent(
    string MeshName,
    DateTimeOffset TakenAt,
    IReadOnlyList<ServiceInstance> Instances,
    IReadOnlyList<KeyRecord> Entries,
    IReadOnlyList<KeyRecord> Leases);
