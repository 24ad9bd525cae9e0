using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>A record with the owner whose log holds it.</summary>
internal readonly record struct KeyClaim(KeyRecord Record, Owner Owner)
{
    public bool IsLive => !Record.Deleted;

    /// <summary>Does this one win over another for the same key?</summary>
    public bool Beats(KeyClaim other) =>
        Record.Claim != other.Record.Claim ? Record.Claim > other.Record.Claim : Owner > other.Owner;
}
