using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Federation.Exports;

/// <summary>
/// What one gateway has told the overlay, and when it has to speak again. The overlay sees a service come (from none to
/// some instances), go, and gateways change; nothing else. Two gateways that both think a service theirs do no harm:
/// they write the same register. Immutable.
/// </summary>
internal sealed record ExportState(string Self, FederationTerms Terms)
{
    // Gateways that change together, as in a rolling restart, are told of once.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    public ExportView View { get; init; } = ExportView.Empty;

    /// <summary>When each service that is this gateway's duty is to be published again; in the past: under way or due.</summary>
    public ImmutableSortedDictionary<ServiceName, TimeSpan> Due { get; init; } =
        ImmutableSortedDictionary<ServiceName, TimeSpan>.Empty;

    /// <summary>Withdrawals that the overlay has not taken yet, and when to try.</summary>
    public ImmutableSortedDictionary<ServiceName, TimeSpan> Leaving { get; init; } =
        ImmutableSortedDictionary<ServiceName, TimeSpan>.Empty;

    /// <summary>Takes in what the mesh looks like now.</summary>
    public ExportState See(ExportView view, TimeSpan now)
    {
        if (view.Offered.SetEquals(View.Offered) && Same(view.Gateways, View.Gateways))
            return this;
        var gatewaysChanged = !Same(view.Gateways, View.Gateways);
        var (due, leaving) = (Due.ToBuilder(), Leaving.ToBuilder());
        foreach (var service in view.Offered)
        {
            leaving.Remove(service);
            var isOurs = view.DutyOf(service) == Self;
            if (!isOurs)
                due.Remove(service);
            else if (!due.ContainsKey(service))
                due[service] = now;
            else if (gatewaysChanged)
                due[service] = Earlier(due[service], now + Settle);
        }

        // Whose duty it is withdraws, whether or not it was the one that published.
        foreach (var service in View.Offered.Except(view.Offered))
        {
            due.Remove(service);
            if (view.DutyOf(service) == Self)
                leaving[service] = now;
        }

        return this with { View = view, Due = due.ToImmutable(), Leaving = leaving.ToImmutable() };
    }

    /// <summary>What is to be done now. Each action counts as done until it is said to have failed.</summary>
    /// <param name="jitter">0 to 1: spreads the times of the next publications.</param>
    public (ExportState Next, ImmutableArray<ExportAction> Actions) Act(TimeSpan now, double jitter)
    {
        var actions = ImmutableArray.CreateBuilder<ExportAction>();
        var (due, leaving) = (Due.ToBuilder(), Leaving.ToBuilder());
        foreach (var (service, at) in Due)
        {
            if (at > now)
                continue;
            actions.Add(new ExportAction.Publish(service));
            due[service] = now + Spread(Terms.Republish, service, jitter);
        }

        foreach (var (service, at) in Leaving)
        {
            if (at > now)
                continue;
            actions.Add(new ExportAction.Withdraw(service));
            leaving.Remove(service);
        }

        return actions.Count == 0
            ? (this, [])
            : (this with { Due = due.ToImmutable(), Leaving = leaving.ToImmutable() }, actions.ToImmutable());
    }

    /// <summary>The overlay did not take it: once more, soon, if it still is to be said.</summary>
    public ExportState Failed(ExportAction action, TimeSpan now, double jitter)
    {
        var again = now + Spread(Terms.PublishRetry, action.Service, jitter);
        return action switch
        {
            ExportAction.Publish when Due.ContainsKey(action.Service) =>
                this with { Due = Due.SetItem(action.Service, again) },
            ExportAction.Withdraw when !View.Offered.Contains(action.Service) && View.DutyOf(action.Service) == Self =>
                this with { Leaving = Leaving.SetItem(action.Service, again) },
            _ => this,
        };
    }

    /// <summary>The time give or take a tenth, different for each service.</summary>
    private static TimeSpan Spread(TimeSpan time, ServiceName service, double jitter)
    {
        var own = StableHash.Of(service.Value) % 1_024 / 1_024.0;
        return time * (0.9 + 0.2 * ((own + jitter) % 1.0));
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static bool Same(
        ImmutableSortedDictionary<string, string> a, ImmutableSortedDictionary<string, string> b) =>
        a.Count == b.Count && a.SequenceEqual(b);
}
