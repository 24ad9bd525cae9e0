using System.Collections.Immutable;

namespace Mesh.Federation.Exports;

/// <summary>
/// What one gateway has told the overlay, and what it has to tell it next. The overlay sees a service come (from none to
/// some instances) and go, and gateways change; nothing else. What is published the overlay renews by itself until it is
/// withdrawn: so a gateway that has once published goes on to say changes of it when the duty has moved, or it would
/// renew something old. Two gateways that both speak do no harm, they write the same register. Immutable.
/// </summary>
internal sealed record ExportState(string Self, FederationTerms Terms)
{
    /// <summary>"Published, nothing to do".</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    public ExportView View { get; init; } = ExportView.Empty;

    /// <summary>What this gateway publishes, and when it next has to speak of it.</summary>
    public ImmutableSortedDictionary<OverlaySubject, TimeSpan> Ours { get; init; } = None;

    /// <summary>Withdrawals that the overlay has not taken yet, and when to try.</summary>
    public ImmutableSortedDictionary<OverlaySubject, TimeSpan> Leaving { get; init; } = None;

    private static ImmutableSortedDictionary<OverlaySubject, TimeSpan> None { get; } =
        ImmutableSortedDictionary.Create<OverlaySubject, TimeSpan>(SubjectOrder.Instance);

    /// <summary>Takes in what the mesh looks like now.</summary>
    /// <param name="jitter">0 to 1: spreads what is said when gateways change.</param>
    public ExportState See(ExportView view, TimeSpan now, double jitter)
    {
        var gatewaysChanged = !view.Gateways.SequenceEqual(View.Gateways);
        if (!gatewaysChanged && view.Offered.SetEquals(View.Offered))
            return this;
        var (ours, leaving) = (Ours.ToBuilder(), Leaving.ToBuilder());
        foreach (var subject in view.Offered)
        {
            leaving.Remove(subject);
            if (ours.TryGetValue(subject, out var due))
                ours[subject] = gatewaysChanged ? Earlier(due, now + Spread(Terms.Settle, subject, jitter)) : due;
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

    /// <summary>What is to be done now. Each action counts as done until it is said to have failed.</summary>
    public (ExportState Next, ImmutableArray<ExportAction> Actions) Act(TimeSpan now)
    {
        var actions = ImmutableArray.CreateBuilder<ExportAction>();
        var (ours, leaving) = (Ours, Leaving);
        foreach (var (subject, due) in Ours)
        {
            if (due > now)
                continue;
            actions.Add(new ExportAction.Publish(subject));
            ours = ours.SetItem(subject, Never);
        }

        foreach (var (subject, due) in Leaving)
        {
            if (due > now)
                continue;
            actions.Add(new ExportAction.Withdraw(subject));
            leaving = leaving.Remove(subject);
        }

        return actions.Count == 0 ? (this, []) : (this with { Ours = ours, Leaving = leaving }, actions.ToImmutable());
    }

    /// <summary>The overlay could not be told: once more, soon, if it still is to be said.</summary>
    public ExportState Failed(ExportAction action, TimeSpan now, double jitter)
    {
        var again = now + Spread(Terms.PublishRetry, action.Subject, jitter);
        return action switch
        {
            ExportAction.Publish when Ours.ContainsKey(action.Subject) =>
                this with { Ours = Ours.SetItem(action.Subject, Earlier(Ours[action.Subject], again)) },
            ExportAction.Withdraw when !View.Offered.Contains(action.Subject) =>
                this with { Leaving = Leaving.SetItem(action.Subject, again) },
            _ => this,
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
