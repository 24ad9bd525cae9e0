using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>A key as far as a bridge needs it.</summary>
/// <param name="Lease">0: none.</param>
/// <param name="Instance">Null: the key is not an instance.</param>
internal sealed record EtcdEntry(long ModRevision, long Lease, CopiedInstance? Instance);
