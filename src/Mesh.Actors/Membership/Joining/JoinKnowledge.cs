using System.Collections.Immutable;
using System.Net;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>What a node has found out about its seeds. Pure.</summary>
internal sealed record JoinKnowledge
{
    /// <summary>An answer older than this says nothing any more.</summary>
    public static readonly TimeSpan AnswerLife = TimeSpan.FromSeconds(12);

    private JoinKnowledge(JoinSettings settings, TimeSpan startedAt)
    {
        Settings = settings;
        StartedAt = startedAt;
    }

    public JoinSettings Settings { get; private init; }

    public TimeSpan StartedAt { get; }

    /// <summary>When somebody was first asked who answers; null: nobody was yet, so nobody can be called silent.</summary>
    public TimeSpan? AskedAt { get; private init; }

    public ImmutableArray<SeedContact> Contacts { get; private init; } = [];

    private ImmutableDictionary<string, IReadOnlyList<IPAddress>> Names { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<IPAddress>>.Empty;

    /// <summary>Who answers, by the form of the address that was asked.</summary>
    private ImmutableDictionary<string, (Owner Node, string Refusal, TimeSpan At)> Greetings { get; init; } =
        ImmutableDictionary<string, (Owner Node, string Refusal, TimeSpan At)>.Empty;

    /// <summary>Forms that were asked in vain, and not again since.</summary>
    private ImmutableHashSet<string> Silent { get; init; } = [];

    /// <summary>What those that were knocked at said, by the address that they name.</summary>
    private ImmutableDictionary<string, (JoinInput.Answered Answer, TimeSpan At)> Answers { get; init; } =
        ImmutableDictionary<string, (JoinInput.Answered Answer, TimeSpan At)>.Empty;

    /// <summary>Is this node one of its own seeds?</summary>
    public bool Listed => Contacts.Any(c => c.IsSeed && IsSelf(c));

    public IEnumerable<SeedContact> Others => Contacts.Where(c => !IsSelf(c));

    public static JoinKnowledge Start(JoinSettings settings, TimeSpan now) => new JoinKnowledge(settings, now).Expanded();

    /// <summary>With other seeds.</summary>
    public JoinKnowledge With(JoinSettings settings) => (this with { Settings = settings }).Expanded();

    /// <param name="addresses">Null: nobody said so in time, and what was known holds on.</param>
    public JoinKnowledge With(string name, IReadOnlyList<IPAddress>? addresses) =>
        addresses is null ? this : (this with { Names = Names.SetItem(name, addresses) }).Expanded();

    /// <summary>It is asked now who answers there.</summary>
    public JoinKnowledge Asking(IEnumerable<string> forms, TimeSpan now) =>
        this with { AskedAt = AskedAt ?? now, Silent = Silent.Except(forms) };

    public JoinKnowledge With(string asked, SeedGreeting greeting, TimeSpan now)
    {
        var next = this with { Silent = greeting.IsThere ? Silent.Remove(asked) : Silent.Add(asked) };
        return greeting.Node is { } node
            ? next with { Greetings = Greetings.SetItem(asked, (node, greeting.Refusal, now)) }
            : next;
    }

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

    /// <summary>Those of them whose answer is still to come: they may be in a mesh.</summary>
    public bool IsAnswerDue(TimeSpan now) =>
        Greeted(now).Any(g => !Answers.TryGetValue(g, out var answer) || now - answer.At > AnswerLife);

    /// <summary>Has this seed ever said what mesh it is in, or that it is none of this one's?</summary>
    public bool HasAnswered(SeedContact contact) =>
        Answers.Keys.Any(a => IsMeant(contact, a)) || contact.Addresses.Any(f => Greetings.TryGetValue(f, out var g) && g.Refusal.Length > 0);

    /// <summary>Does this seed stand for one that this node does not go together with?</summary>
    public bool HasRefused(SeedContact contact, TimeSpan now) => Refusals(now).Any(r => IsMeant(contact, r.Address));

    /// <summary>Was it asked under each form of its address, the last time in vain?</summary>
    public bool IsSilent(SeedContact contact) => contact.Addresses.All(Silent.Contains);

    private JoinKnowledge Expanded()
    {
        var contacts = SeedExpansion.Expand(Settings.Seeds, Settings.Known, Settings.Self.Address, Names).ToImmutableArray();
        var forms = contacts.SelectMany(c => c.Addresses).ToHashSet();
        return this with
        {
            Contacts = contacts,
            Greetings = Greetings.RemoveRange(Greetings.Keys.Where(f => !forms.Contains(f))),
            Silent = Silent.Intersect(forms),
        };
    }

    private bool IsSelf(SeedContact contact) => contact.IsSelf || NodesOf(contact).Contains(Settings.Self);

    private IEnumerable<Owner> NodesOf(SeedContact contact) =>
        contact.Addresses.Where(Greetings.ContainsKey).Select(f => Greetings[f].Node);
}
