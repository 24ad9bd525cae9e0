using Mesh.KeyValues;

namespace Mesh.Node.Data.Records;

/// <summary>A record as the store holds it.</summary>
/// <param name="Claim">Of two records of one key the higher one is newer.</param>
/// <param name="Deleted">It says that there is nothing.</param>
/// <param name="At">Of the deletion of an instance: when it was found; of a place: since when it is kept; else default.</param>
/// <param name="Record">As the nodes send it, so that any version can read it; empty: a deletion that needs no more.</param>
internal sealed record StoredRow(StoredKey Key, long Claim, bool Deleted, DateTimeOffset At, Octets Record);
