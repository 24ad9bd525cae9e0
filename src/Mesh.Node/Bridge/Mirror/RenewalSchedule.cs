using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>
/// When the leases of copies are renewed: those that an earlier process left at once, for theirs may be nearly over; every other
/// one period after the last time, spread over the period, so that they do not all fall due together. Those that waited longest
/// come first. Pure.
/// </summary>
/// <param name="Due">By key, on the clock of who asks.</param>
/// <param name="HasBegun">The copies were seen once.</param>
internal sealed record RenewalSchedule(ImmutableDictionary<string, TimeSpan> Due, bool HasBegun)
{
    public static readonly RenewalSchedule Empty = new(ImmutableDictionary<string, TimeSpan>.Empty, false);

    /// <summary>What is due now, taken as done.</summary>
    /// <param name="copies">Null: what is there cannot be seen yet, or any more; what was known goes on.</param>
    public (RenewalSchedule Next, IReadOnlyList<string> Now) Decide(IEnumerable<string>? copies, TimeSpan now)
    {
        var due = copies is null
            ? Due.ToBuilder()
            : copies.Select(k => KeyValuePair.Create(k, Due.GetValueOrDefault(k, HasBegun ? now + FirstAfter(k) : now)))
                .ToImmutableDictionary(StringComparer.Ordinal).ToBuilder();
        string[] ready =
            [.. due.Where(d => d.Value <= now).OrderBy(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Key)];
        foreach (var key in ready)
            due[key] = now + BridgeTimes.Renewal;
        return (new(due.ToImmutable(), HasBegun || copies is not null), ready);
    }

    /// <summary>Those are tried again soon.</summary>
    public RenewalSchedule Failed(IEnumerable<string> keys, TimeSpan now) => this with
    {
        Due = Due.SetItems(keys.Where(Due.ContainsKey).Select(k => KeyValuePair.Create(k, now + BridgeTimes.RenewalRetry))),
    };

    /// <summary>Half a period to a whole one: its lease has just been given to it, and is thrice the period.</summary>
    private static TimeSpan FirstAfter(string key) =>
        BridgeTimes.Renewal * (0.5 + (StableHash.Of(key) % 1_000 / 2_000.0));
}
