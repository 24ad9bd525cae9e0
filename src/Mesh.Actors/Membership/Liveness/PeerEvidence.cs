namespace Mesh.Membership.Liveness;

/// <summary>What <see cref="EvidenceTable"/> keeps of one member beside its standing.</summary>
/// <param name="LastHeard">When this node has heard of it itself.</param>
/// <param name="Unreachable">The cluster showed it as given up by a failure detector.</param>
/// <param name="AnswersCountFrom">The first ping number whose answer is younger than the evidence.</param>
/// <param name="Port">What the last attempt to connect said.</param>
/// <param name="PortTimes">How often in a row it said that.</param>
/// <param name="IsProbing">An attempt is under way.</param>
/// <param name="IsDead">Its process is known to be gone.</param>
/// <param name="IsSucceeded">A new incarnation has its address, so that nothing brings it back.</param>
internal sealed record PeerEvidence(
    TimeSpan LastHeard,
    bool Unreachable,
    long AnswersCountFrom,
    PortState Port,
    int PortTimes,
    bool IsProbing,
    bool IsDead,
    bool IsSucceeded)
{
    /// <summary>That it is a member now is as good as a word of it.</summary>
    public static PeerEvidence New(TimeSpan now) => new(now, false, 0, PortState.Silent, 0, false, false, false);

    /// <summary>An attempt to connect ended.</summary>
    public PeerEvidence With(PortState state) =>
        this with { IsProbing = false, Port = state, PortTimes = state == Port ? PortTimes + 1 : 1 };

    /// <summary>It spoke: whatever its port says, it lives.</summary>
    public PeerEvidence Forgiven(TimeSpan now) =>
        this with { LastHeard = now, Port = PortState.Silent, PortTimes = 0, IsDead = IsSucceeded };
}
