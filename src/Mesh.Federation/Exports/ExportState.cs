using System.Collections.Immutable;
using Mesh.Federation.Overlay;
using Mesh.Remote;

namespace Mesh.Federation.Exports;

/// <summary>
/// What one gateway has told the overlay, and what it has to tell it next. The overlay sees a service come (from none to
/// some instances) and go, and gateways change; nothing else. What is published the overlay renews by itself until it is
/// withdrawn: so a gateway that has once published goes on to say changes of it when the duty has moved, or it would
/// renew something old. Two gateways that both speak do no harm, they write the same register. Immutable.
/// </summary>
internal sealed record ExportState(string Self, RemoteSettings Settings)
{
    /// <summary>"Published, nothing to do".</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    public ExportView View { get; init; } = ExportView.Empty;

    /// <summary>What this gateway publishes, and when it next has to speak of it.</summary>
    public ImmutableSortedDictionary<OverlaySubject, TimeSpan> Ours { get; init; } = None;

    /// <summary>Withdrawals that the overlay has not taken yet, and when to try.</summary>
    public ImmutableSortedDictionary<OverlaySubject, TimeSpan> Leaving { get; init; } = None;

    /// <summary>What has been begun and not ended.</summary>
    public int UnderWay { get; init; }

    private static ImmutableSortedDictionary<OverlaySubject, TimeSpan> None { get; } =
        ImmutableSortedDictionary.Create<OverlaySubject, TimeSpan>(SubjectOrder.Instance);

    /// <summary>
    /// What is to be done now comes with a tick. Each effect counts as done well unless it is said to have failed; one of
    /// both is to be said.
    /// </summary>
    public (ExportState Next, ImmutableArray<ExportEffect> Effects) Step(ExportInput input, Moment now) => input switch
    {
        ExportInput.Seen seen => (See(seen.View, now.At, seen.Jitter), []),
        ExportInput.Done => (Ended(), []),
        ExportInput.Failed failed => (Failed(failed.Effect, now.At, failed.Jitter), []),
        _ => Due(now.At),
    };

    private ExportState See(ExportView view, TimeSpan now, double jitter)
    {
        var gatewaysChanged = !view.Gateways.SequenceEqual(View.Gateways);
        if (!gatewaysChanged && view.Offered.SetEquals(View.Offered))
            return this;
        var (ours, leaving) = (Ours.ToBuilder(), Leaving.ToBuilder());
        foreach (var subject in view.Offered)
        {
            leaving.Remove(subject);
            if (ours.TryGetValue(subject, out var due))
                ours[subject] = gatewaysChanged ? Earlier(due, now + Spread(Settings.Settle, subject, jitter)) : due;
            else if (view.DutyOf(subject) == Self)
                ours[subject] = now;
        }

        foreach (var subject in View.Offered.Except(view.Offered))
        {
            // Who published withdraws; and whose duty it is, since the one that published may be gone.
            if (ours.Remove(subject) || view.DutyOf(subject) == Self)
                leaving[subject] = now;
        }

        return this with { View = view, Ours = ours.ToImmutable(), Leaving = leaving.ToImmutable() };
    }

    /// <summary>What is to be done now, the most urgent first, as much as may be under way.</summary>
    private (ExportState Next, ImmutableArray<ExportEffect> Effects) Due(TimeSpan now)
    {
        var due = Ours.Select(o => (o.Value, Effect: (ExportEffect)new ExportEffect.Publish(o.Key)))
            .Concat(Leaving.Select(l => (l.Value, Effect: (ExportEffect)new ExportEffect.Withdraw(l.Key))))
            .Where(a => a.Value <= now).OrderBy(a => a.Value).Take(Math.Max(0, Settings.PublishAtOnce - UnderWay));
        ImmutableArray<ExportEffect> effects = [.. due.Select(d => d.Effect)];
        if (effects.IsEmpty)
            return (this, []);
        return (this with
        {
            Ours = Ours.SetItems(effects.OfType<ExportEffect.Publish>().Select(p => KeyValuePair.Create(p.Subject, Never))),
            Leaving = Leaving.RemoveRange(effects.OfType<ExportEffect.Withdraw>().Select(w => w.Subject)),
            UnderWay = UnderWay + effects.Length,
        }, effects);
    }

    private ExportState Ended() => this with { UnderWay = UnderWay - 1 };

    private ExportState Failed(ExportEffect effect, TimeSpan now, double jitter)
    {
        var again = now + Spread(Settings.PublishRetry, effect.Subject, jitter);
        var ended = Ended();
        return effect switch
        {
            ExportEffect.Publish when Ours.ContainsKey(effect.Subject) =>
                ended with { Ours = Ours.SetItem(effect.Subject, Earlier(Ours[effect.Subject], again)) },
            ExportEffect.Withdraw when !View.Offered.Contains(effect.Subject) =>
                ended with { Leaving = Leaving.SetItem(effect.Subject, again) },
            _ => ended,
        };
    }

    /// <summary>The time give or take a tenth, different for each subject.</summary>
    private static TimeSpan Spread(TimeSpan time, OverlaySubject subject, double jitter)
    {
        var own = StableHash.Of(SubjectOrder.TextOf(subject)) % 1_024 / 1_024.0;
        return time * (0.9 + 0.2 * ((own + jitter) % 1.0));
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
