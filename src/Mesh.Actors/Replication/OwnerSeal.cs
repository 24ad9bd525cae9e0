using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>The seal of another owner's log than the sender's.</summary>
internal sealed record OwnerSeal(Owner Owner, Seal Seal);
