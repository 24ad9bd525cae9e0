using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership.Downing;

/// <summary>
/// What it takes to remove members that are gone for good: since when nothing has changed, and whom the others still
/// hear. <see cref="DowningDecision"/> is the rule. Pure.
/// </summary>
internal sealed record DowningState
{
    /// <summary>How long a witness's word holds.</summary>
    public static readonly TimeSpan WordLife = TimeSpan.FromSeconds(3);

    private readonly Owner _self;
    private readonly TimeSpan _stableAfter;

    private DowningState(Owner self, TimeSpan stableAfter, StableSince stable)
    {
        _self = self;
        _stableAfter = stableAfter;
        Stable = stable;
    }

    private StableSince Stable { get; init; }

    private ImmutableDictionary<Owner, (ImmutableHashSet<Owner> Members, TimeSpan At)> Heard { get; init; } =
        ImmutableDictionary<Owner, (ImmutableHashSet<Owner> Members, TimeSpan At)>.Empty;

    private string LastReason { get; init; } = "";

    public static DowningState Start(Owner self, TimeSpan stableAfter, Moment now) =>
        new(self, stableAfter, StableSince.Start(now.At));

    public (DowningState Next, ImmutableArray<DowningEffect> Effects) Step(DowningInput input, Moment now) => input switch
    {
        DowningInput.Heard heard => (this with { Heard = Heard.SetItem(heard.Witness, (heard.Members, now.At)) }, []),
        DowningInput.Gone gone => (this with { Heard = Heard.Remove(gone.Owner) }, []),
        DowningInput.Paused => (this with { Stable = Stable.Restart(now.At) }, []),
        DowningInput.Consider consider => (this with { Stable = Stable.See(consider.OldestFirst, now.At) }).Decide(consider, now.At),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
    };

    private (DowningState Next, ImmutableArray<DowningEffect> Effects) Decide(DowningInput.Consider consider, TimeSpan now)
    {
        if (!consider.MayDecide || !consider.OldestFirst.Any(m => m.Unreachable))
            return (this, []);
        var verdict = DowningDecision.Decide(View(consider, now), _stableAfter);
        var effects = verdict.Down.Select(DowningEffect (m) => new DowningEffect.Remove(m, verdict.Reason)).ToImmutableArray();
        return verdict.Reason == LastReason
            ? (this, effects)
            : (this with { LastReason = verdict.Reason }, effects.Insert(0, new DowningEffect.Note(effects.Length, verdict.Reason)));
    }

    private DowningView View(DowningInput.Consider consider, TimeSpan now) => new(
        _self,
        consider.OldestFirst,
        consider.Dead,
        now - Stable.Since,
        Heard.Where(h => now - h.Value.At <= WordLife)
            .ToImmutableDictionary(h => h.Key, h => h.Value.Members)
            .SetItem(_self, consider.HeardHere));
}
