using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// What a node knows while it looks for its mesh, and what follows. Pure.
/// <para>
/// It joins the best mesh that a contact is in. Only a node that is among its own seeds forms one, when no contact has
/// one, and of several such nodes that hear of each other the one with the lowest address; so the order of the list
/// does not matter, and a node whose seeds are silent never ends up alone. Without seeds it forms its own, after an
/// earlier run's members have been asked in vain.
/// </para>
/// </summary>
internal sealed record JoinState(
    Owner Self,
    MeshTerms Terms,
    ImmutableArray<SeedContact> Contacts,
    ImmutableDictionary<string, (MembershipProtocol.KnockAnswer Answer, TimeSpan At)> Answers,
    TimeSpan StartedAt)
{
    /// <summary>How long silent contacts are waited for before a mesh is formed without them.</summary>
    public static readonly TimeSpan FormAfter = TimeSpan.FromSeconds(3);

    /// <summary>How long members that an earlier run had seen are asked before a node without seeds is its own mesh.</summary>
    public static readonly TimeSpan PatienceWithKnown = TimeSpan.FromSeconds(10);

    /// <summary>An answer older than this says nothing any more.</summary>
    public static readonly TimeSpan AnswerLife = TimeSpan.FromSeconds(12);

    public static JoinState Start(Owner self, MeshTerms terms, TimeSpan now) => new(
        self, terms, [], ImmutableDictionary<string, (MembershipProtocol.KnockAnswer, TimeSpan)>.Empty, now);

    /// <summary>Is this node one of its own seeds?</summary>
    public bool Listed => Contacts.Any(c => c is { IsSeed: true, IsSelf: true });

    public IEnumerable<SeedContact> Others => Contacts.Where(c => !c.IsSelf);

    public JoinState With(IEnumerable<SeedContact> contacts) => this with { Contacts = [.. contacts] };

    public JoinState With(MembershipProtocol.KnockAnswer answer, TimeSpan now) =>
        this with { Answers = Answers.SetItem(answer.From.Address, (answer, now)) };

    /// <summary>Addresses whose answers are fresh.</summary>
    public IReadOnlySet<string> AnsweredBy(TimeSpan now) =>
        Answers.Where(a => now - a.Value.At <= AnswerLife).Select(a => a.Key).ToHashSet();

    public JoinDecision Decide(TimeSpan now)
    {
        var fresh = Answers.Values.Where(a => now - a.At <= AnswerLife).Select(a => a.Answer).ToArray();
        var fitting = fresh.Where(a => TermsConflict.Between(Terms, a.Terms) is null).ToArray();
        var best = fitting.Where(a => a.Island is not null)
            .Aggregate((MembershipProtocol.KnockAnswer?)null, (x, y) => x is not null && !Outranks(y, x) ? x : y);
        if (best is not null)
            return new JoinDecision.Join(best.From.Address);
        if (fitting.Length == 0 && fresh.FirstOrDefault() is { } other)
            return new JoinDecision.Refused(TermsConflict.AtAsker(other.From.Address, TermsConflict.Between(Terms, other.Terms)!));
        return MayForm(fitting, now) ? new JoinDecision.Form() : new JoinDecision.Wait(Detail(fitting, now));
    }

    private bool MayForm(MembershipProtocol.KnockAnswer[] fitting, TimeSpan now)
    {
        var waited = now - StartedAt;
        if (!Contacts.Any(c => c.IsSeed))
            return !Others.Any() || (waited >= PatienceWithKnown && fitting.Length == 0);
        if (!Listed || fitting.Any(a => a.Listed && string.CompareOrdinal(a.From.Address, Self.Address) < 0))
            return false;
        return waited >= FormAfter || Others.All(c => Answers.Values.Any(a => c.Covers(a.Answer.From.Address)));
    }

    private string Detail(MembershipProtocol.KnockAnswer[] fitting, TimeSpan now)
    {
        var asked = string.Join(", ", Others.Select(c => c.Text));
        var waited = Math.Floor((now - StartedAt).TotalSeconds);
        if (fitting.Length == 0 && waited < 1)
            return $"asking {asked}";
        return fitting.Length == 0
            ? $"asking {asked}; no answer for {waited} s"
            : $"asking {asked}; {string.Join(", ", fitting.Select(a => a.From.Address))} answers but is in no mesh yet";
    }

    private static bool Outranks(MembershipProtocol.KnockAnswer first, MembershipProtocol.KnockAnswer second) =>
        IslandRule.Outranks(first.Island!, second.Island!);
}
