using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>A record with the owner whose log holds it.</summary>
internal readonly record struct Claim<TRecord>(TRecord Record, Owner Owner)
    where TRecord : class, IClaimed
{
    /// <summary>Does this one win over another for the same key?</summary>
    public bool Beats(Claim<TRecord> other) =>
        Record.Claim != other.Record.Claim ? Record.Claim > other.Record.Claim : Owner > other.Owner;
}
