namespace Mesh.Node.Snapshots;

/// <summary>How much of a snapshot was brought back.</summary>
internal sealed record SnapshotReply(int Instances, int Entries, int Leases);
