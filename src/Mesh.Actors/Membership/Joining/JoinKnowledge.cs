using System.Collections.Immutable;
using System.Net;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>What a node has found out about its seeds. Pure.</summary>
/// <param name="Greetings">Who answers, by the form of the address that was asked.</param>
/// <param name="Answers">What those that were knocked at said, by the address that they name.</param>
internal sealed record JoinKnowledge(
    JoinSettings Settings,
    ImmutableArray<SeedContact> Contacts,
    ImmutableDictionary<string, (Owner Node, string Refusal, TimeSpan At)> Greetings,
    ImmutableDictionary<string, (JoinInput.Answered Answer, TimeSpan At)> Answers,
    TimeSpan StartedAt)
{
    /// <summary>An answer older than this says nothing any more.</summary>
    public static readonly TimeSpan AnswerLife = TimeSpan.FromSeconds(12);

    /// <summary>Is this node one of its own seeds?</summary>
    public bool Listed => Contacts.Any(c => c.IsSeed && IsSelf(c));

    public IEnumerable<SeedContact> Others => Contacts.Where(c => !IsSelf(c));

    public static JoinKnowledge Start(JoinSettings settings, TimeSpan now) => new(
        settings,
        [],
        ImmutableDictionary<string, (Owner, string, TimeSpan)>.Empty,
        ImmutableDictionary<string, (JoinInput.Answered, TimeSpan)>.Empty,
        now);

    public JoinKnowledge With(IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved)
    {
        var contacts = SeedExpansion.Expand(Settings.Seeds, Settings.Known, Settings.Self.Address, resolved).ToImmutableArray();
        var forms = contacts.SelectMany(c => c.Addresses).ToHashSet();
        return this with { Contacts = contacts, Greetings = Greetings.RemoveRange(Greetings.Keys.Where(f => !forms.Contains(f))) };
    }

    public JoinKnowledge With(string asked, Owner node, string refusal, TimeSpan now) =>
        this with { Greetings = Greetings.SetItem(asked, (node, refusal, now)) };

    public JoinKnowledge With(JoinInput.Answered answer, TimeSpan now) =>
        this with { Answers = Answers.SetItem(answer.From.Address, (answer, now)) };

    /// <summary>Does this seed stand for the node with this address?</summary>
    public bool IsMeant(SeedContact contact, string address) =>
        contact.Covers(address) || NodesOf(contact).Any(n => n.Address == address);

    /// <summary>The answers that still hold, of nodes that this one goes together with.</summary>
    public JoinInput.Answered[] Fitting(TimeSpan now) =>
    [
        .. Answers.Values.Where(a => now - a.At <= AnswerLife && TermsConflict.Between(Settings.Terms, a.Answer.Terms) is null)
            .Select(a => a.Answer),
    ];

    /// <summary>Those that this node does not go together with, and why.</summary>
    public IEnumerable<(string Address, string Conflict)> Refusals(TimeSpan now) => Greetings.Values
        .Where(g => g.Refusal.Length > 0 && now - g.At <= AnswerLife)
        .Select(g => (g.Node.Address, g.Refusal))
        .Concat(Answers.Values.Where(a => now - a.At <= AnswerLife)
            .Select(a => (a.Answer.From.Address, TermsConflict.Between(Settings.Terms, a.Answer.Terms) ?? "")))
        .Where(r => r.Item2.Length > 0);

    /// <summary>Nodes that say who they are, and no more yet.</summary>
    public IEnumerable<string> Greeted(TimeSpan now) => Greetings.Values
        .Where(g => g.Node != Settings.Self && g.Refusal.Length == 0 && now - g.At <= AnswerLife)
        .Select(g => g.Node.Address).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Has this seed ever said what mesh it is in, or that it is none of this one's?</summary>
    public bool HasAnswered(SeedContact contact) =>
        Answers.Keys.Any(a => IsMeant(contact, a)) || contact.Addresses.Any(f => Greetings.TryGetValue(f, out var g) && g.Refusal.Length > 0);

    private bool IsSelf(SeedContact contact) => contact.IsSelf || NodesOf(contact).Contains(Settings.Self);

    private IEnumerable<Owner> NodesOf(SeedContact contact) =>
        contact.Addresses.Where(Greetings.ContainsKey).Select(f => Greetings[f].Node);
}
