using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>
/// What a node knows while it looks for its mesh, and what follows. Pure.
/// <para>
/// Each form of each seed's address is asked who answers there; the node that does is known by the address that it names,
/// and knocked at under that one only. <see cref="JoinKnowledge"/> is what came of it, <see cref="JoinRule"/> what this
/// node does then. Once in, it asks the seeds that are not members, so that islands find each other.
/// </para>
/// </summary>
internal sealed record JoinState(JoinSettings Settings, JoinKnowledge Knowledge)
{
    /// <summary>Akka repeats a join by itself; after this long a better member may be there to join through.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Between two looks for other islands.</summary>
    public static readonly TimeSpan IslandInterval = TimeSpan.FromSeconds(5);

    private static readonly JoinInput.Situated Nowhere = new(null, [], []);

    private JoinInput.Situated Situation { get; init; } = Nowhere;

    private IslandWatch Islands { get; init; } = IslandWatch.Start;

    /// <summary>Names that are being looked up.</summary>
    private ImmutableHashSet<string> Resolving { get; init; } = [];

    /// <summary>Forms of addresses that were asked in this round.</summary>
    private ImmutableHashSet<string> Asked { get; init; } = [];

    /// <summary>Forms that were asked and of which it is not known yet who answers there: one question is enough.</summary>
    private ImmutableHashSet<string> Waiting { get; init; } = [];

    private ImmutableHashSet<string> Knocked { get; init; } = [];

    private JoinDecision? Last { get; init; }

    private TimeSpan? JoiningSince { get; init; }

    private int Round { get; init; }

    private bool HasMoved { get; init; }

    public bool IsIn => Situation.Island is not null;

    public static JoinState Start(JoinSettings settings, Moment now) => new(settings, JoinKnowledge.Start(settings, now.At));

    public (JoinState Next, ImmutableArray<JoinEffect> Effects) Step(JoinInput input, Moment now) => input switch
    {
        JoinInput.Round => Begin(now.At),
        JoinInput.Reseeded reseeded => (Reseeded(Settings with { Seeds = reseeded.Seeds }), []),
        JoinInput.Resolved resolved => Resolved(resolved, now.At),
        JoinInput.Greeted greeted => Greeted(greeted, now.At),
        JoinInput.Answered answered => Answered(answered, now),
        JoinInput.Knocked knocked => OnKnock(knocked, now),
        JoinInput.Situated situated => (this with { Situation = situated }, []),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
    };

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Begin(TimeSpan now)
    {
        // A slow name holds up nobody but itself, and is not asked for once more meanwhile.
        var names = Settings.Names.Where(n => !Resolving.Contains(n)).ToArray();
        var pause = IsIn ? IslandInterval : KnockPace.After(Round);
        var next = this with { Round = IsIn ? Round : Round + 1, Resolving = Resolving.Union(names), Asked = [], Knocked = [] };
        (next, var effects) = next.AskAndDecide(now);
        return (next, [.. names.Select(n => new JoinEffect.Resolve(n)), .. effects, new JoinEffect.RoundAfter(pause)]);
    }

    /// <summary>What is known of those that are seeds still holds on; one that is none any more is asked no more.</summary>
    private JoinState Reseeded(JoinSettings settings) => this with { Settings = settings, Knowledge = Knowledge.With(settings) };

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Resolved(JoinInput.Resolved resolved, TimeSpan now) => (this with
    {
        Knowledge = Knowledge.With(resolved.Name, resolved.Addresses),
        Resolving = Resolving.Remove(resolved.Name),
    }).AskAndDecide(now);

    /// <summary>Asks first: what is decided before somebody was asked would be decided on silence that is none.</summary>
    private (JoinState Next, ImmutableArray<JoinEffect> Effects) AskAndDecide(TimeSpan now)
    {
        var forms = Knowledge.Others.Where(IsOutside).SelectMany(c => c.Addresses).Distinct()
            .Where(f => !Asked.Contains(f) && !Waiting.Contains(f) && !Resolving.Contains(SeedExpansion.HostOf(f))).ToArray();
        var asking = forms.Length == 0
            ? this
            : this with { Asked = Asked.Union(forms), Waiting = Waiting.Union(forms), Knowledge = Knowledge.Asking(forms, now) };
        var (next, effects) = asking.Decide(now);
        return (next, [.. forms.Select(f => new JoinEffect.Greet(f)), .. effects]);
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Greeted(JoinInput.Greeted greeted, TimeSpan now)
    {
        var next = this with
        {
            Knowledge = Knowledge.With(greeted.Asked, greeted.Greeting, now),
            Waiting = Waiting.Remove(greeted.Asked),
        };
        if (greeted.Greeting.Node is not { } node)
            return next.Decide(now);
        if (greeted.Greeting.Refusal.Length > 0 || node == Settings.Self)
            return next.Decide(now);
        if (Situation.Reachable.Contains(node.Address) || Knocked.Contains(node.Address))
            return (next, []);
        // The forms of one address are one node: it is asked once.
        return (
            next with { Knocked = Knocked.Add(node.Address) },
            [new JoinEffect.Knock(node.Address, next.Knowledge.Listed, Situation.Island)]);
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Answered(JoinInput.Answered answer, Moment now)
    {
        if (answer.From == Settings.Self)
            return (this, []);
        var next = this with { Knowledge = Knowledge.With(answer, now.At) };
        if (!IsIn)
            return next.Decide(now.At);
        return TermsConflict.Between(Settings.Terms, answer.Terms) is null
            ? next.Meet(answer.From, answer.Island, answer.KnowsMe, now)
            : (next, []);
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) OnKnock(JoinInput.Knocked knock, Moment now)
    {
        if (knock.From == Settings.Self)
            return (this, []);
        var isMember = Situation.Members.Contains(knock.From);
        var answer = new JoinEffect.Answer(Knowledge.Listed, Situation.Island, isMember);
        if (TermsConflict.Between(Settings.Terms, knock.Terms) is { } conflict)
            return (this, [answer, new JoinEffect.Refuse(knock.From.Address, conflict)]);
        var (next, effects) = Meet(knock.From, knock.Island, isMember, now);
        return (next, effects.Insert(0, answer));
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Decide(TimeSpan now)
    {
        if (IsIn || !Settings.OwnsCluster || (JoiningSince is { } since && now - since < Patience))
            return (this, []);
        var decision = JoinRule.Decide(Knowledge, now);
        var isNews = decision.GetType() != Last?.GetType();
        var next = this with { Last = decision };
        return (decision, decision == Last) switch
        {
            (JoinDecision.Join join, var again) => next.Joining(join.Address, $"joining through {join.Address}", isNews, again, now),
            (JoinDecision.Form, var again) => next.Joining(Settings.Self.Address, "forming a mesh", isNews, again, now),
            (_, true) => (next, []),
            (JoinDecision.Refused refused, _) => (next, [new JoinEffect.TellRefused(refused.Line)]),
            (JoinDecision.Wait wait, _) => (next, [new JoinEffect.Tell(wait.Detail, isNews)]),
            _ => throw new InvalidOperationException($"no such decision: {decision}"),
        };
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Joining(
        string address, string detail, bool isNews, bool isToldAlready, TimeSpan now)
    {
        var join = new JoinEffect.Join(address);
        return (this with { JoiningSince = now }, isToldAlready ? [join] : [new JoinEffect.Tell(detail, isNews), join]);
    }

    private (JoinState Next, ImmutableArray<JoinEffect> Effects) Meet(Owner other, Island? theirs, bool knowsMe, Moment now)
    {
        var (islands, effects) = Islands.Step(new IslandInput.Met(other, Situation.Island, theirs, knowsMe), now);
        var next = this with { Islands = islands };
        return effects is [IslandEffect.GiveWay giveWay] && !HasMoved && Settings.OwnsCluster
            ? (next with { HasMoved = true }, [new JoinEffect.Move(giveWay.Reason, other.Address)])
            : (next, []);
    }

    private bool IsOutside(SeedContact contact) => !Situation.Reachable.Any(a => Knowledge.IsMeant(contact, a));
}
