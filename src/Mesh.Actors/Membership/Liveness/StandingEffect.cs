using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>What <see cref="StandingTable"/> wants done, in this order.</summary>
internal abstract record StandingEffect(Owner Owner)
{
    /// <summary>Tell the node's own actors.</summary>
    public sealed record Publish(Owner Owner, Standing Standing, Evidence Evidence) : StandingEffect(Owner);

    /// <summary>Ask the member for a sign of life; only an answer to this one counts.</summary>
    public sealed record Challenge(Owner Owner) : StandingEffect(Owner);

    /// <summary>Tell the other members.</summary>
    public sealed record Accuse(Owner Owner, Evidence Evidence) : StandingEffect(Owner);

    /// <summary>See whether its port still takes connections.</summary>
    public sealed record Examine(Owner Owner) : StandingEffect(Owner);
}
