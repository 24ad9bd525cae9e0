using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>An entry of which the winning claim changed by what came from outside.</summary>
/// <param name="Record">Null: there is none now.</param>
/// <param name="Claim">The winning one; 0: there is none.</param>
/// <param name="Always">It was written anew, perhaps with what was there; else it may only have another owner.</param>
internal readonly record struct MergedWrite(Octets Key, KeyRecord? Record, Owner Owner, long Claim, bool Always);
