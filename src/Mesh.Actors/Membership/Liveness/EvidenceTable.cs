using System.Collections.Immutable;
using Mesh.Catalog;
using static Mesh.Membership.Liveness.EvidenceEffect;

namespace Mesh.Membership.Liveness;

/// <summary>
/// The evidence for and against the life of every other member: links, failure detectors, accusations, answers, ports.
/// It asks before it believes; what it believes is the <see cref="StandingTable"/>. Pure.
/// </summary>
internal sealed record EvidenceTable
{
    /// <summary>Who was silent for as long is not heard any more.</summary>
    public static readonly TimeSpan HearingLife = TimeSpan.FromMilliseconds(2_500);

    private const int RefusalsForDeath = 2;

    // What is due while this node doubts itself stays due: that must not spin.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LeastDelayInDoubt = TimeSpan.FromMilliseconds(100);

    private readonly Owner _self;

    private EvidenceTable(Owner self, SelfDoubt doubt)
    {
        _self = self;
        Doubt = doubt;
    }

    public StandingTable Standings { get; private init; } = StandingTable.Empty;

    public SelfDoubt Doubt { get; private init; }

    /// <summary>Members whose process is known to be gone: their port refuses, or a new incarnation has it.</summary>
    public ImmutableHashSet<Owner> Dead => [.. Peers.Where(p => p.Value.IsDead).Select(p => p.Key)];

    /// <summary>Members that the failure detectors gave up although this node hears them.</summary>
    public ImmutableHashSet<Owner> HeardHere(Moment now) =>
    [
        .. Peers.Where(p => p.Value is { Unreachable: true, IsDead: false } && now.At - p.Value.LastHeard < HearingLife)
            .Select(p => p.Key),
    ];

    private ImmutableDictionary<Owner, PeerEvidence> Peers { get; init; } = ImmutableDictionary<Owner, PeerEvidence>.Empty;

    private long LastPing { get; init; }

    public static EvidenceTable Start(Owner self, Moment now) => new(self, SelfDoubt.Start(now.At));

    public bool DoubtsItself(Moment now) => Doubt.IsOn(now.At);

    /// <summary>Has a new incarnation its address?</summary>
    public bool IsSucceeded(Owner owner) => Peers.TryGetValue(owner, out var peer) && peer.IsSucceeded;

    /// <summary>The member with this address ("host:port") that is not known to be dead.</summary>
    public Owner? At(string address) =>
        Peers.Where(p => p.Key.Address == address && !p.Value.IsDead).Select(p => p.Key).FirstOrDefault();

    /// <summary>After what time <see cref="EvidenceInput.Judge"/> has something to do; null: nothing is in doubt.</summary>
    public TimeSpan? DueIn(Moment now)
    {
        if (Standings.NextDue is not { } due)
            return null;
        var (delay, least) = (due - now.At, DoubtsItself(now) ? LeastDelayInDoubt : LeastDelay);
        return delay > least ? delay : least;
    }

    /// <summary>Inputs about nodes that are no members change nothing.</summary>
    public (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Step(EvidenceInput input, Moment now) => input switch
    {
        EvidenceInput.Seen seen => Seen(seen.Member, now.At),
        EvidenceInput.Gone gone => (this with { Standings = Standings.Remove(gone.Owner), Peers = Peers.Remove(gone.Owner) }, []),
        EvidenceInput.LinkBroken link => At(link.Address) is { } owner ? LinkBroken(owner, now.At) : Nothing,
        EvidenceInput.Accused accused => Against(accused.Owner, Standings.Accused(accused.Owner, accused.Evidence, now.At)),
        EvidenceInput.Heard heard => Heard(heard.Owner, now.At),
        EvidenceInput.Answered answered => Answered(answered.Owner, answered.Number, now.At),
        EvidenceInput.Probed probed => Probed(probed.Owner, probed.State, now.At),
        EvidenceInput.Spoke spoke => Spoke(spoke.Owner, now.At),
        EvidenceInput.Awake => Doubting(Doubt.Observe(now.At), now.At),
        EvidenceInput.Tick => Doubting(Doubt.Tick(now.At), now.At),
        EvidenceInput.Judge judge => Apply(Standings.Tick(now.At, judge.May && !DoubtsItself(now))),
        EvidenceInput.Greet => Greet(),
        EvidenceInput.Examine => Examine(),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
    };

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Nothing => (this, []);

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Seen(SeenMember member, TimeSpan now)
    {
        var owner = member.Owner;
        var before = Peers.GetValueOrDefault(owner) ?? PeerEvidence.New(now);
        var standings = Standings.Add(owner);
        if (member.Phase is MemberPhase.Leaving or MemberPhase.Exiting or MemberPhase.Down)
            standings = standings.Leave(owner);
        var next = With(owner, before with { Unreachable = member.Unreachable }) with { Standings = standings };
        if (member.Unreachable)
        {
            var silent = now - before.LastHeard;
            var evidence = Saw(Causes.Unreachable, $"the failure detector gave it up; last heard of {silent.TotalSeconds:F1} s ago");
            return next.Against(owner, standings.GivenUp(owner, evidence, silent, now));
        }

        return before.Unreachable
            ? next.Forgive(owner, now).Apply(
                standings.Reachable(owner, Saw(Causes.HeardAgain, "the failure detector hears of it again")), new Contact(owner))
            : (next, []);
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) LinkBroken(Owner owner, TimeSpan now)
    {
        var (doubting, doubts) = Doubting(Doubt.Lost(owner, Math.Min(Peers.Count, PeerRing.Most), now), now);
        return doubting.Against(
            owner, Standings.LinkBroken(owner, Saw(Causes.LinkBroken, "the link to it broke"), now), [.. doubts]);
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Heard(Owner owner, TimeSpan now) =>
        Peers.TryGetValue(owner, out var peer)
            ? With(owner, peer with { LastHeard = now }).Apply(Standings.Heard(owner, now), new Contact(owner))
            : Nothing;

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Answered(Owner owner, long number, TimeSpan now)
    {
        if (!Peers.TryGetValue(owner, out var peer))
            return Nothing;
        return number < peer.AnswersCountFrom
            ? (With(owner, peer with { LastHeard = now }), [new Contact(owner)])
            : Forgive(owner, now).Apply(Standings.Answered(owner, Saw(Causes.HeardAgain, "it answered"), now), new Contact(owner));
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Probed(Owner owner, PortState state, TimeSpan now)
    {
        if (!Peers.TryGetValue(owner, out var before))
            return Nothing;
        var peer = before.With(state);
        if (state is not PortState.Refused)
            return (With(owner, peer), []);
        var isDead = peer.IsDead
            || (peer.PortTimes >= RefusalsForDeath && Standings.StandingOf(owner) is not Standing.Confirmed);
        return With(owner, peer with { IsDead = isDead }).Apply(Standings.PortRefused(owner, now));
    }

    /// <summary>A port has one process: who has the same address is another one in its place.</summary>
    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Spoke(Owner successor, TimeSpan now)
    {
        var step = Nothing;
        foreach (var (owner, peer) in Peers)
        {
            if (owner.Address != successor.Address || owner.Uid == successor.Uid || peer.IsSucceeded)
                continue;
            var table = step.Next.With(owner, peer with { IsDead = true, IsSucceeded = true });
            var evidence = Saw(Causes.NodeRestarted, $"a new incarnation has its address: {successor}");
            step = table.Against(owner, table.Standings.Accused(owner, evidence, now), [.. step.Effects]);
            step = step.Next.Apply(step.Next.Standings.PortRefused(owner, now), [.. step.Effects]);
        }

        return step;
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Doubting(SelfDoubt next, TimeSpan now)
    {
        if (next == Doubt)
            return Nothing;
        return (this with { Doubt = next }, next.IsOn(now) && !Doubt.IsOn(now) ? [new DoubtSelf(next.Why)] : []);
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Greet()
    {
        var (last, pings) = (LastPing, ImmutableArray.CreateBuilder<EvidenceEffect>());
        foreach (var owner in PeerRing.Targets(Peers.Keys, _self))
            pings.Add(new Ping(owner, ++last));
        return (this with { LastPing = last }, pings.ToImmutable());
    }

    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Examine()
    {
        Owner[] examined = [.. Peers.Where(p => p.Value is { Unreachable: true, IsProbing: false, IsDead: false }).Select(p => p.Key)];
        return (
            this with { Peers = Peers.SetItems(examined.Select(o => KeyValuePair.Create(o, Peers[o] with { IsProbing = true }))) },
            [.. examined.Select(o => new Probe(o))]);
    }

    /// <summary>Evidence: only what is asked from now on counts as an answer.</summary>
    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Against(
        Owner owner, StandingStep step, params ReadOnlySpan<EvidenceEffect> first)
    {
        var table = step.Effects.IsEmpty ? this : With(owner, Peers[owner] with { AnswersCountFrom = LastPing + 1 });
        return table.Apply(step, first);
    }

    /// <param name="first">What comes before the step's own effects.</param>
    private (EvidenceTable Next, ImmutableArray<EvidenceEffect> Effects) Apply(
        StandingStep step, params ReadOnlySpan<EvidenceEffect> first)
    {
        var next = this with { Standings = step.Next };
        var effects = ImmutableArray.CreateBuilder<EvidenceEffect>();
        effects.AddRange(first);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case StandingEffect.Publish publish:
                    effects.Add(new Publish(publish.Owner, publish.Standing, Signed(publish.Evidence)));
                    break;
                case StandingEffect.Challenge challenge:
                    next = next with { LastPing = next.LastPing + 1 };
                    effects.Add(new Ping(challenge.Owner, next.LastPing));
                    break;
                case StandingEffect.Accuse accuse:
                    effects.Add(new Accuse(accuse.Owner, accuse.Evidence));
                    break;
                case StandingEffect.Examine examine when next.Peers[examine.Owner] is { IsProbing: false, IsDead: false } peer:
                    next = next.With(examine.Owner, peer with { IsProbing = true });
                    effects.Add(new Probe(examine.Owner));
                    break;
            }
        }

        return (next, effects.ToImmutable());
    }

    private EvidenceTable Forgive(Owner owner, TimeSpan now) => With(owner, Peers[owner].Forgiven(now));

    private EvidenceTable With(Owner owner, PeerEvidence peer) => this with { Peers = Peers.SetItem(owner, peer) };

    private Evidence Saw(string cause, string detail) => new(cause, _self.Address, detail);

    private Evidence Signed(Evidence evidence) =>
        evidence.Observer.Length == 0 ? evidence with { Observer = _self.Address } : evidence;
}
