using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>A record with the owner whose log holds it.</summary>
internal readonly record struct Claim<TRecord>(TRecord Record, Owner Owner)
    where TRecord : class, IClaimed
{
    /// <summary>
    /// Does this one win over another for the same key? A deletion claims more than what it deletes: one that claims as much hides
    /// something else.
    /// </summary>
    public bool Beats(Claim<TRecord> other) => Record.Claim != other.Record.Claim ? Record.Claim > other.Record.Claim
        : Record.Deleted != other.Record.Deleted ? other.Record.Deleted
        : Owner > other.Owner;
}
