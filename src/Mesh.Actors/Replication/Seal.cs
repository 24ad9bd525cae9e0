using System.Collections.Immutable;

namespace Mesh.Replication;

/// <summary>An owner's signature of its log of one bucket at one version, for those that get the log from another node.</summary>
/// <param name="Index">Of the bucket.</param>
/// <param name="Stamp">Milliseconds since 1970 by the owner's clock: of two for one version the later counts, as after a new certificate.</param>
/// <param name="Certificate">Of the owner, in DER.</param>
internal sealed record Seal(int Index, long Version, long Stamp, ImmutableArray<byte> Signature, ImmutableArray<byte> Certificate);
