using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Downing;
using Mesh.Membership.Liveness;
using Mesh.Views;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>One step of <see cref="MembershipCore"/> under way. Mutable, and gone when the step is done.</summary>
internal sealed class MembershipTurn(MembershipCore core, Moment now)
{
    private const int TicksPerPing = 4;

    private readonly ImmutableArray<MembershipEffect>.Builder _effects = ImmutableArray.CreateBuilder<MembershipEffect>();
    private bool _isChanged;

    public MembershipCore Core { get; private set; } = core;

    public ImmutableArray<MembershipEffect> Effects => _effects.ToImmutable();

    private Hello Own => Core.Roster.Self;

    private Owner Self => Own.Owner;

    public void Take(MembershipInput input)
    {
        switch (input)
        {
            case MembershipInput.Cluster cluster:
                Take(cluster.Message);
                break;
            case MembershipInput.Peer peer:
                Take(peer.Message);
                break;
            case MembershipInput.DoorsOpened opened:
                Run(new RosterInput.Opened(opened.Doors));
                break;
            case MembershipInput.Accused accused:
                Run(new EvidenceInput.Accused(accused.Owner, accused.Evidence));
                break;
            case MembershipInput.Heard heard:
                Run(new EvidenceInput.Heard(heard.Owner));
                break;
            case MembershipInput.Probed probed:
                Run(new EvidenceInput.Probed(probed.Owner, probed.State));
                break;
            case MembershipInput.Awake:
                Run(EvidenceInput.Awake.Instance);
                break;
            case MembershipInput.Tick:
                Tick();
                break;
            case MembershipInput.Due:
                Run(new EvidenceInput.Judge(!Core.HasEnded));
                break;
        }

        Show();
    }

    private void Take(ClusterProtocol.IMessage message)
    {
        switch (message)
        {
            case ClusterProtocol.Members members:
                Listed(members.OldestFirst);
                break;
            case ClusterProtocol.Gone gone:
                Gone(gone);
                break;
            case ClusterProtocol.LinkUp link when Core.Evidence.At(link.Address) is { } owner:
                Tell(owner, Own);
                break;
            case ClusterProtocol.LinkDown link:
                Run(new EvidenceInput.LinkBroken(link.Address));
                break;
            case ClusterProtocol.Ended:
                Run(Core.Own.ShutDown());
                break;
            case ClusterProtocol.Quarantined quarantined:
                Run(Core.Own.End($"{quarantined.By} does not let this incarnation in any more (quarantined)", quarantined.By));
                break;
        }
    }

    private void Take(IPeer message)
    {
        switch (message)
        {
            case Hello hello:
                Run(new EvidenceInput.Heard(hello.Owner));
                Run(new RosterInput.Introduced(hello));
                break;
            case Ping ping:
                Run(new EvidenceInput.Heard(ping.From));
                break;
            case Pong pong:
                Run(new EvidenceInput.Answered(pong.From, pong.Number));
                break;
            case Accusation accusation:
                Run(new EvidenceInput.Accused(accusation.Accused, accusation.Evidence));
                break;
            case ReachabilityReport report when Core.Roster.Has(report.From):
                Run(new EvidenceInput.Heard(report.From));
                Run(new DowningInput.Heard(report.From, [.. report.Heard]));
                break;
            case Knock knock:
                Run(new EvidenceInput.Spoke(knock.From));
                break;
        }
    }

    private void Listed(ImmutableArray<SeenMember> oldestFirst)
    {
        // The last view of a node that ends is kept as it was: lookups go on from it.
        if (Core.HasEnded)
        {
            Run(Core.Own.Shown(oldestFirst.FirstOrDefault(m => m.Owner == Self)?.Phase, oldestFirst.Length, now.At));
            return;
        }

        Run(new RosterInput.Listed(oldestFirst));
        Consider();
        Run(Core.Own.Shown(Core.Roster.OwnPhase, Core.Roster.Owners.Count(), now.At));
        _effects.Add(new MembershipEffect.Situation(Core.Roster.Situation()));
    }

    private void Gone(ClusterProtocol.Gone gone)
    {
        if (gone.Owner == Self && !gone.InOrder)
            Run(Core.Own.End("the others removed this node"));
        if (gone.Owner == Self || Core.HasEnded)
            return;
        Run(new RosterInput.Gone(gone.Owner), Removal(gone));
        _effects.Add(new MembershipEffect.Situation(Core.Roster.Situation()));
    }

    private Evidence Removal(ClusterProtocol.Gone gone)
    {
        if (gone.InOrder)
            return new(Causes.MemberLeft, Self.Address, "it left in order");
        return Core.Evidence.IsSucceeded(gone.Owner)
            ? new(Causes.NodeRestarted, Self.Address, "a new incarnation has its address")
            : new(Causes.MemberRemoved, Self.Address, "it was removed as dead");
    }

    private void Tick()
    {
        Run(EvidenceInput.Tick.Instance);
        _effects.Add(new MembershipEffect.Contact(Self));
        Run(new EvidenceInput.Judge(!Core.HasEnded));
        if (Core.Ticks % TicksPerPing == 0)
        {
            Greet();
            TellReachability();
        }

        Core = Core with { Ticks = Core.Ticks + 1 };
        Consider();
        // How an application's own cluster is left is that application's matter.
        if (Core.OwnsCluster)
            Run(Core.Own.Ticked(now.At));
    }

    /// <summary>Keeps a link to each member alive, and the last contact fresh.</summary>
    private void Greet()
    {
        Run(EvidenceInput.Greet.Instance);
        foreach (var owner in PeerRing.Targets(Core.Roster.Others, Self).Where(Core.Roster.IsUnknown))
            Tell(owner, Own);
    }

    /// <summary>Says to those on this side which of the unreachable members this node hears itself.</summary>
    private void TellReachability()
    {
        var (gone, here) = (Core.Roster.OldestFirst.Where(m => m.Unreachable), Core.Roster.OldestFirst.Where(m => !m.Unreachable));
        if (!gone.Any())
            return;
        var report = new ReachabilityReport(
            Self, ValueList.From(gone.Select(m => m.Owner)), ValueList.From(Core.Evidence.HeardHere(now).Order()));
        foreach (var member in here.Where(m => m.Owner != Self))
            Tell(member.Owner, report);
    }

    /// <summary>Is somebody to be removed who is gone for good?</summary>
    private void Consider()
    {
        var mayDecide = Core.OwnsCluster && !Core.HasEnded && !Core.Evidence.DoubtsItself(now);
        if (mayDecide)
            Run(EvidenceInput.Examine.Instance);
        Run(new DowningInput.Consider(Core.Roster.OldestFirst, Core.Evidence.Dead, Core.Evidence.HeardHere(now), mayDecide));
    }

    /// <param name="removal">Why those are gone that go by this; null: the cluster does not list them any more.</param>
    private void Run(RosterInput input, Evidence? removal = null)
    {
        var (next, effects) = Core.Roster.Step(input);
        Core = Core with { Roster = next };
        foreach (var effect in effects)
            Perform(effect, removal ?? new(Causes.MemberRemoved, Self.Address, "it is no member any more"));
        _isChanged |= !effects.IsEmpty;
    }

    private void Perform(RosterEffect effect, Evidence removal)
    {
        switch (effect)
        {
            case RosterEffect.Came came:
                _effects.Add(new MembershipEffect.Connect(came.Owner));
                if (came.Owner == Self)
                    break;
                Tell(came.Owner, Own);
                TellOthers();
                break;
            case RosterEffect.Seen seen when seen.Member.Owner != Self:
                Run(new EvidenceInput.Seen(seen.Member));
                break;
            case RosterEffect.Up up:
                _effects.Add(new MembershipEffect.Up(Core.Roster.View(up.Owner, Core.Evidence.Standings)));
                Name(up.Owner);
                break;
            case RosterEffect.Leaves leaves when leaves.Owner != Self:
                _effects.Add(new MembershipEffect.Leaving(leaves.Owner));
                break;
            case RosterEffect.Gone gone:
                Run(new EvidenceInput.Gone(gone.Owner));
                Run(new DowningInput.Gone(gone.Owner));
                _effects.Add(new MembershipEffect.Disconnect(gone.Owner));
                _effects.Add(new MembershipEffect.Removed(gone.Owner, removal));
                TellOthers();
                break;
            case RosterEffect.Renamed:
                foreach (var other in Core.Roster.Others)
                    Tell(other, Own);
                break;
            case RosterEffect.Introduced introduced:
                if (introduced.IsFirst)
                {
                    Tell(introduced.Owner, Own);
                    Name(introduced.Owner);
                }

                _effects.Add(new MembershipEffect.Situation(Core.Roster.Situation()));
                break;
        }
    }

    private void Name(Owner owner)
    {
        if (owner == Self || !Core.Roster.IsNamed(owner))
            return;
        var member = Core.Roster.View(owner, Core.Evidence.Standings);
        _effects.Add(new MembershipEffect.Named(member));
        foreach (var other in Core.Roster.View(Core.Evidence.Standings).Where(m => IsTwin(member, m)))
            _effects.Add(new MembershipEffect.SameName(member, other));
    }

    /// <summary>One that came back at another address has the name of the one that is not gone yet.</summary>
    private static bool IsTwin(MeshMember member, MeshMember other) => member.Name.Length > 0
        && other.Owner.Address != member.Owner.Address
        && other.Standing is Standing.Confirmed
        && string.Equals(other.Name, member.Name, StringComparison.OrdinalIgnoreCase);

    private void Run(EvidenceInput input)
    {
        var (next, effects) = Core.Evidence.Step(input, now);
        if (!ReferenceEquals(next, Core.Evidence))
            Core = Core with { Evidence = next };
        foreach (var effect in effects)
            Perform(effect);
    }

    private void Perform(EvidenceEffect effect)
    {
        switch (effect)
        {
            case EvidenceEffect.Publish publish:
                _isChanged = true;
                _effects.Add(new MembershipEffect.Stands(publish.Owner, publish.Standing, publish.Evidence));
                break;
            case EvidenceEffect.Ping ping:
                Tell(ping.Owner, new Ping(Self, ping.Number));
                break;
            case EvidenceEffect.Accuse accuse:
                foreach (var other in Core.Roster.Others.Where(m => m != accuse.Owner))
                    Tell(other, new Accusation(accuse.Owner, accuse.Evidence));
                break;
            case EvidenceEffect.Probe probe:
                _effects.Add(new MembershipEffect.Probe(probe.Owner));
                break;
            case EvidenceEffect.Contact contact:
                _effects.Add(new MembershipEffect.Contact(contact.Owner));
                break;
            case EvidenceEffect.DoubtSelf doubt:
                Run(DowningInput.Paused.Instance);
                _effects.Add(new MembershipEffect.DoubtSelf(doubt.Why));
                break;
        }
    }

    private void Run(DowningInput input)
    {
        var (next, effects) = Core.Downing.Step(input, now);
        Core = Core with { Downing = next };
        foreach (var effect in effects)
        {
            _effects.Add(effect switch
            {
                DowningEffect.Remove remove => new MembershipEffect.Down(remove.Owner, remove.Reason),
                DowningEffect.Note note => new MembershipEffect.DownReason(note.Members, note.Reason),
                _ => throw new InvalidOperationException($"no such effect: {effect}"),
            });
        }
    }

    private void Run((OwnMembership Next, ImmutableArray<MembershipReport> Effects) step)
    {
        if (step.Next.HasEnded && !Core.HasEnded)
        {
            Show();
            _effects.Add(MembershipEffect.Freeze.Instance);
        }

        Core = Core with { Own = step.Next };
        foreach (var report in step.Effects)
            _effects.Add(new MembershipEffect.Report(report));
    }

    /// <summary>Before this node is in a mesh, and once it has ended, what was shown last stays.</summary>
    private void Show()
    {
        if (_isChanged && Core.Roster.IsIn && !Core.HasEnded)
            _effects.Add(new MembershipEffect.Show(Core.Roster.View(Core.Evidence.Standings)));
        _isChanged = false;
    }

    private void Tell(Owner to, IPeer message) => _effects.Add(new MembershipEffect.Tell(to, message));

    private void TellOthers() => _effects.Add(new MembershipEffect.Report(new MembershipReport.Others(
        ValueList.From(Core.Roster.Others.Select(m => m.Address).Order(StringComparer.Ordinal)))));
}
