using System.Collections.Immutable;

namespace Mesh.Kademlia;

/// <summary>
/// When a gateway enters the overlay, and enters it again: at once when it starts, soon when no contact answers any more,
/// and from time to time while there are so few that they may be an island. Pauses double and are spread, so that the
/// gateways that lost one link do not all come back in one moment. Pure; an immutable value.
/// </summary>
internal sealed record EntryRule
{
    /// <summary>With so many contacts that answer the overlay keeps itself together.</summary>
    public const int Enough = 3;

    /// <summary>Peers of an earlier run that one attempt asks; the next attempt asks the next ones.</summary>
    public const int KnownPerAttempt = 16;

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan FirstPauseOfFew = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestPauseOfFew = TimeSpan.FromMinutes(10);

    public static EntryRule Start { get; } = new() { Standing = Need.Alone };

    private enum Need
    {
        None,
        Few,
        Alone,
    }

    /// <summary>Attempts of this need so far.</summary>
    public int Attempts { get; private init; }

    private Need Standing { get; init; }

    private TimeSpan NextAt { get; init; }

    /// <param name="live">Contacts that answer.</param>
    /// <param name="jitter">0 to 1.</param>
    public (EntryRule Next, bool IsDue) Look(int live, TimeSpan now, double jitter)
    {
        var need = NeedOf(live);
        if (need == Standing)
            return need is Need.None || now < NextAt ? (this, false) : (this with { Attempts = Attempts + 1 }, true);
        // Others may have lost their contacts for the same reason, so even the first attempt is not at once.
        var next = new EntryRule { Standing = need };
        return (next with { NextAt = now + (need is Need.Alone ? FirstPause * jitter : next.Pause(jitter)) }, false);
    }

    /// <summary>An attempt has ended.</summary>
    public EntryRule Ended(int live, TimeSpan now, double jitter)
    {
        var need = NeedOf(live);
        var next = need == Standing ? this : new EntryRule { Standing = need };
        return next with { NextAt = now + next.Pause(jitter) };
    }

    /// <summary>Whom an attempt asks: the seeds, the siblings, and some of those that an earlier run knew.</summary>
    public static ImmutableArray<KadAddress> Doors(
        IReadOnlyList<KadAddress> seeds, IReadOnlyList<KadAddress> siblings, IReadOnlyList<KadAddress> known, int attempt)
    {
        var from = known.Count == 0 ? 0 : Math.Max(attempt - 1, 0) * KnownPerAttempt % known.Count;
        return [.. seeds.Concat(siblings).Concat(known.Skip(from).Take(KnownPerAttempt)).Distinct()];
    }

    private static Need NeedOf(int live) => live == 0 ? Need.Alone : live < Enough ? Need.Few : Need.None;

    /// <summary>Doubled with each attempt, give or take a quarter.</summary>
    private TimeSpan Pause(double jitter)
    {
        var (first, longest) = Standing is Need.Alone ? (FirstPause, LongestPause) : (FirstPauseOfFew, LongestPauseOfFew);
        var pause = first * Math.Pow(2, Math.Clamp(Attempts - 1, 0, 16));
        return (pause < longest ? pause : longest) * (0.75 + jitter / 2);
    }
}
