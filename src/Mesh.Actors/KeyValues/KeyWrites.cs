using System.Collections.Immutable;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Own writes to one bucket, with the log that they led to.</summary>
public sealed record KeyWrites(int Index, OwnerLog State, ImmutableArray<BucketEvent> Writes);
