using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <param name="Seeds">Nodes to join through, each "host:port".</param>
/// <param name="Known">Members that an earlier run had seen.</param>
/// <param name="OwnsCluster">False: an application of its own joins and moves; others are only answered.</param>
internal sealed record JoinSettings(
    Owner Self, MeshTerms Terms, ValueList<string> Seeds, ValueList<string> Known, bool OwnsCluster)
{
    /// <summary>The names that have to be resolved.</summary>
    public ValueList<string> Names => ValueList.From(SeedExpansion.Names([.. Seeds, .. Known, Self.Address]));
}
