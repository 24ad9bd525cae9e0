using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>Who answers at an address.</summary>
/// <param name="Node">The node, with the address that it is to be called by; null: nobody answers.</param>
/// <param name="Refusal">Why it and this node cannot be in one mesh; empty: they can.</param>
internal sealed record SeedGreeting(Owner? Node, string Refusal)
{
    public static readonly SeedGreeting Nobody = new(null, "");
}
