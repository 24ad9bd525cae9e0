using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>Who answers at an address.</summary>
/// <param name="Node">The node, with the address that it is to be called by; null: nobody answers.</param>
/// <param name="Refusal">Why it and this node cannot be in one mesh; empty: they can.</param>
/// <param name="IsThere">Somebody took the connection, whether he said who he is or not.</param>
internal sealed record SeedGreeting(Owner? Node, string Refusal, bool IsThere = true)
{
    public static readonly SeedGreeting Nobody = new(null, "", IsThere: false);

    /// <summary>A node that has too much to do, or is shut by its bounds, as well as one of another authority or no node at all.</summary>
    public static readonly SeedGreeting Somebody = new(null, "");
}
