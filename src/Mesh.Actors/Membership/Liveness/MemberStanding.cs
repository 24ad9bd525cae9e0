using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>What is known of one member's life.</summary>
/// <param name="GivenUp">The failure detectors gave it up. Hearsay: what this node hears itself outranks it.</param>
/// <param name="Leaving">It goes in order, so that a broken link is no evidence.</param>
/// <param name="NextChallenge">When to ask it again, while there is a reason to.</param>
internal sealed record MemberStanding(
    Standing Standing, Doubt? Doubt, bool GivenUp, bool Leaving, TimeSpan NextChallenge)
{
    public static readonly MemberStanding Good = new(Standing.Confirmed, null, false, false, TimeSpan.Zero);

    /// <summary>Nothing speaks against it, nothing needs to be asked.</summary>
    public bool IsCalm => Standing is Standing.Confirmed && Doubt is null && !GivenUp;
}
