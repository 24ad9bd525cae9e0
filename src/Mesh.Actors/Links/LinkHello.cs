using Mesh.Catalog;
using Mesh.Membership.Joining;

namespace Mesh.Links;

/// <summary>What both ends of a connection say before anything else: first the caller, then the one who was called.</summary>
/// <param name="Node">The address that it is to be called by, and its incarnation.</param>
/// <param name="Terms">Null: an ActorSystem that is no node of a mesh, such as a cluster client.</param>
/// <param name="OldestWireVersion">What it reads at least; what it writes stands in the terms.</param>
/// <param name="Called">"host:port" as the caller has it; empty in an answer.</param>
/// <param name="OnlyAsks">The caller wants the answer, and no connection.</param>
/// <param name="Refusal">Why the caller is not let in; empty: it is.</param>
internal sealed record LinkHello(
    Owner Node, MeshTerms? Terms, int OldestWireVersion, string Called = "", bool OnlyAsks = false, string Refusal = "")
{
    /// <summary>It signs what it writes: nobody else need be believed about it.</summary>
    public bool Signs { get; init; }
}
