using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// Which form of each contact's address is knocked at. Pure.
/// <para>
/// Two forms of one node's address are never used side by side. To remoting they are two nodes: the one that is knocked
/// at reads what a peer sends on the link that was opened last, and messages on the other link are lost while both are
/// open, heartbeats of members among them. So a silent form is left, and its link closed, before the next one's turn.
/// </para>
/// </summary>
internal sealed record KnockTurns(ImmutableDictionary<string, KnockTurns.Turn> ByContact)
{
    /// <summary>How long the first silent form is waited for; each later turn is twice as long as the one before.</summary>
    public static readonly TimeSpan FirstTurn = TimeSpan.FromSeconds(1.5);
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(24);

    public static KnockTurns Start { get; } = new(ImmutableDictionary<string, Turn>.Empty);

    /// <param name="contacts">Whom to knock at.</param>
    /// <param name="answered">Addresses that have answered lately, by the name that they give themselves.</param>
    /// <param name="now">Time on the caller's clock, which only goes forward.</param>
    public (KnockTurns Next, KnockOrders Orders) Step(
        IEnumerable<SeedContact> contacts, IReadOnlySet<string> answered, TimeSpan now)
    {
        var next = contacts.ToImmutableDictionary(c => c.Addresses[0], c => TurnOf(c, answered, now));
        string[] knock = [.. next.Values.Select(t => t.Address).Distinct().Order(StringComparer.Ordinal)];
        string[] release = [.. ByContact.Values.Select(t => t.Address).Except(knock).Order(StringComparer.Ordinal)];
        return (new KnockTurns(next), new KnockOrders(ValueList.From(release), ValueList.From(knock)));
    }

    private Turn TurnOf(SeedContact contact, IReadOnlySet<string> answered, TimeSpan now)
    {
        if (contact.Addresses.FirstOrDefault(answered.Contains) is { } right)
            return new Turn(right, now, FirstTurn);
        var had = ByContact.GetValueOrDefault(contact.Addresses[0]);
        var at = had is null ? -1 : contact.Addresses.ToList().IndexOf(had.Address);
        if (had is null || at < 0)
            return new Turn(contact.Addresses[0], now, FirstTurn);
        if (now - had.Since < had.Length || contact.Addresses.Count == 1)
            return had;
        var length = had.Length * 2;
        return new Turn(
            contact.Addresses[(at + 1) % contact.Addresses.Count], now, length < LongestTurn ? length : LongestTurn);
    }

    /// <param name="Address">The form that is in turn.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Length">How long it is waited for.</param>
    internal sealed record Turn(string Address, TimeSpan Since, TimeSpan Length);
}
