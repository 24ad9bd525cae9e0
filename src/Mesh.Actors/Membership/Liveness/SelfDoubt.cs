using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>
/// Whether this node is in a state to judge others. One that was paused or starved, or that lost many links at once,
/// is more likely sick itself: it accuses nobody until it has run well for a while. Pure.
/// </summary>
/// <param name="LastTick">When its own timer last came.</param>
/// <param name="Until">It doubts itself before this time.</param>
/// <param name="Why">In words, with figures.</param>
/// <param name="Losses">Links lost within the last moment.</param>
internal sealed record SelfDoubt(
    TimeSpan LastTick, TimeSpan Until, string Why, ImmutableArray<(TimeSpan At, Owner Peer)> Losses)
{
    /// <summary>How often the owner of this calls <see cref="Tick"/>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A timer that is later than this was not merely jittery.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    /// <summary>Links lost within this time were lost at once.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    /// <summary>How long it must run well: enough for heartbeats and answers to come in.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);

    /// <summary>Fewer lost links than this are never held against oneself.</summary>
    public const int ManyLinks = 3;

    public static SelfDoubt Start(TimeSpan now) => new(now, TimeSpan.MinValue, "", []);

    public bool IsOn(TimeSpan now) => now < Until;

    /// <summary>Call it with every message too: after a pause the mailbox is read before the timer comes.</summary>
    public SelfDoubt Observe(TimeSpan now)
    {
        var late = now - LastTick - Interval;
        return late > Lateness
            ? this with { Until = now + Recovery, Why = $"its own timer was {late.TotalMilliseconds:F0} ms late" }
            : this;
    }

    public SelfDoubt Tick(TimeSpan now) => Observe(now) with { LastTick = now };

    /// <param name="links">Links it had before, this one included.</param>
    public SelfDoubt Lost(Owner peer, int links, TimeSpan now)
    {
        var recent = Losses.RemoveAll(l => now - l.At > Moment || l.Peer == peer).Add((now, peer));
        var next = this with { Losses = recent };
        return recent.Length >= ManyLinks && recent.Length * 2 >= links
            ? next with { Until = now + Recovery, Why = $"it lost {recent.Length} of {links} links within a moment" }
            : next;
    }
}
