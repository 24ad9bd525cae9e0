using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>What <see cref="EvidenceTable"/> wants done, in this order.</summary>
internal abstract record EvidenceEffect
{
    /// <summary>Tell the node's own actors how a member stands.</summary>
    public sealed record Publish(Owner Owner, Standing Standing, Evidence Evidence) : EvidenceEffect;

    /// <summary>Send it a ping of this number.</summary>
    public sealed record Ping(Owner Owner, long Number) : EvidenceEffect;

    /// <summary>Tell the other members.</summary>
    public sealed record Accuse(Owner Owner, Evidence Evidence) : EvidenceEffect;

    /// <summary>See whether its port takes connections; what comes of it is told by <see cref="EvidenceInput.Probed"/>.</summary>
    public sealed record Probe(Owner Owner) : EvidenceEffect;

    /// <summary>It was heard of now.</summary>
    public sealed record Contact(Owner Owner) : EvidenceEffect;

    /// <summary>This node begins to doubt itself.</summary>
    public sealed record DoubtSelf(string Why) : EvidenceEffect;
}
