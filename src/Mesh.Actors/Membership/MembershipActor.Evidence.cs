using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

// Evidence for and against the other members: links, failure detectors, accusations, answers.
internal sealed partial class MembershipActor
{
    private const int TicksPerPing = 4;

    private long _number;
    private int _ticks;

    private void ReceiveFromPeers()
    {
        Receive<Hello>(On);
        Receive<Ping>(On);
        Receive<Pong>(On);
        Receive<Accusation>(On);
        Receive<Sight>(On);
        Receive<Knock>(On);
        Receive<KnockAnswer>(m => _join.Forward(m));
        Receive<Tick>(_ => OnTick());
        Receive<Due>(_ => Judge());
        Receive<Probed>(On);
    }

    /// <summary>What the cluster says of the other member since last time.</summary>
    private void Follow(MemberEntry entry, SeenMember before)
    {
        var owner = entry.Seen.Owner;
        if (entry.Seen.Phase is MemberPhase.Leaving or MemberPhase.Exiting or MemberPhase.Down)
            _standings = _standings.Leave(owner);
        if (entry.Seen.Unreachable)
        {
            var since = _time.GetElapsedTime(entry.Contact.Timestamp);
            var evidence = Saw(Causes.Unreachable, $"the failure detector gave it up; last heard of {since.TotalSeconds:F1} s ago");
            Against(entry, _standings.GivenUp(owner, evidence, since, Now));
        }
        else if (before.Unreachable)
        {
            entry.Contact.Heard(_time.GetTimestamp());
            ForgiveDeath(entry);
            Apply(_standings.Reachable(owner, Saw(Causes.HeardAgain, "the failure detector hears of it again")));
        }
    }

    private void On(ClusterSays.LinkUp link)
    {
        if (EntryAt(link.Address) is { } entry)
            entry.Peer.Tell(MyHello, Self);
    }

    private void On(ClusterSays.LinkDown link)
    {
        if (EntryAt(link.Address) is not { } entry)
            return;
        var now = Now;
        var before = _doubt;
        _doubt = _doubt.Lost(entry.Seen.Owner, Math.Min(_members.Count - 1, PeerRing.Most), now);
        NoteSelfDoubt(before, now);
        Against(entry, _standings.LinkBroken(entry.Seen.Owner, Saw(Causes.LinkBroken, "the link to it broke"), now));
    }

    private void On(Accusation accusation)
    {
        if (accusation.Accused == _self || !_members.TryGetValue(accusation.Accused, out var entry))
            return;
        Against(entry, _standings.Accused(accusation.Accused, accusation.Evidence, Now));
    }

    private void On(Refused refused)
    {
        if (refused.Owner != _self && _members.TryGetValue(refused.Owner, out var entry))
            Against(entry, _standings.Accused(refused.Owner, refused.Evidence, Now));
    }

    private void On(Hello hello)
    {
        if (hello.Owner == _self || !_members.TryGetValue(hello.Owner, out var entry))
            return;
        HeardOf(entry);
        if (entry.Hello == hello)
            return;
        var isFirst = entry.Hello is null;
        entry.Hello = hello;
        if (isFirst)
            entry.Peer.Tell(MyHello, Self);
        _hasChanged = true;
        TellSituation();
    }

    private void On(Ping ping)
    {
        // Anybody is answered: also a node that this one does not know yet, or no more.
        Sender.Tell(new Pong(_self, ping.Number), Self);
        if (ping.From != _self && _members.TryGetValue(ping.From, out var entry))
            HeardOf(entry);
    }

    private void On(Pong pong)
    {
        if (!_members.TryGetValue(pong.From, out var entry))
            return;
        entry.Contact.Heard(_time.GetTimestamp());
        if (pong.Number < entry.AnswersCountFrom)
            return;
        ForgiveDeath(entry);
        Apply(_standings.Answered(pong.From, Saw(Causes.HeardAgain, "it answered"), Now));
    }

    private void HeardOf(MemberEntry entry)
    {
        entry.Contact.Heard(_time.GetTimestamp());
        Apply(_standings.Heard(entry.Seen.Owner, Now));
    }

    private void OnTick()
    {
        var now = Now;
        _doubt = _doubt.Tick(now);
        if (_members.TryGetValue(_self, out var self))
            self.Contact.Heard(_time.GetTimestamp());
        Judge();
        if (_ticks++ % TicksPerPing == 0)
        {
            Greet();
            TellSight();
        }

        Consider();
    }

    /// <summary>Keeps a link to each member alive, and the last contact fresh.</summary>
    private void Greet()
    {
        foreach (var owner in PeerRing.Targets(_members.Keys, _self))
        {
            var entry = _members[owner];
            entry.Peer.Tell(new Ping(_self, ++_number), Self);
            if (entry.Hello is null)
                entry.Peer.Tell(MyHello, Self);
        }
    }

    private void Judge()
    {
        var now = Now;
        Apply(_standings.Tick(now, mayJudge: !_ended && !_doubt.IsOn(now)));
    }

    /// <summary>Evidence: only what is asked from now on counts as an answer.</summary>
    private void Against(MemberEntry entry, StandingStep step)
    {
        if (!step.Effects.IsEmpty)
            entry.AnswersCountFrom = _number + 1;
        Apply(step);
    }

    private void Apply(StandingStep step)
    {
        _standings = step.Next;
        foreach (var effect in step.Effects)
            Perform(effect);
        var now = Now;
        if (_standings.NextDue is { } due)
            Timers.StartSingleTimer(nameof(Due), Due.Instance, Later(due - now, _doubt.IsOn(now)));
        else
            Timers.Cancel(nameof(Due));
    }

    private void Perform(StandingEffect effect)
    {
        if (!_members.TryGetValue(effect.Owner, out var entry))
            return;
        switch (effect)
        {
            case StandingEffect.Publish publish:
                _log.Info(
                    "{Member} is {Standing}: {Evidence}, says {Observer}",
                    publish.Owner, publish.Standing, publish.Evidence.Detail, publish.Evidence.Observer);
                _hasChanged = true;
                Publish(new StandingChanged(publish.Owner, publish.Standing, Signed(publish.Evidence)));
                break;
            case StandingEffect.Challenge:
                entry.Peer.Tell(new Ping(_self, ++_number), Self);
                break;
            case StandingEffect.Accuse accuse:
                foreach (var other in _members.Values.Where(m => m.Seen.Owner != _self && m != entry))
                    other.Peer.Tell(new Accusation(accuse.Owner, accuse.Evidence), Self);
                break;
            case StandingEffect.Examine:
                Probe(entry);
                break;
        }
    }

    private void NoteSelfDoubt(SelfDoubt before, TimeSpan now)
    {
        if (!_doubt.IsOn(now) || before.IsOn(now))
            return;
        _stable = _stable.Restart(now);
        _log.Warning("This node judges nobody for a while: {Reason}", _doubt.Why);
    }

    private MemberEntry? EntryAt(string address)
    {
        foreach (var entry in _members.Values)
        {
            if (entry.Seen.Owner.Address == address && entry.Seen.Owner != _self && !_dead.Contains(entry.Seen.Owner))
                return entry;
        }

        return null;
    }

    private Evidence Saw(string cause, string detail) => new(cause, _self.Address, detail);

    private Evidence Signed(Evidence evidence) =>
        evidence.Observer.Length == 0 ? evidence with { Observer = _self.Address } : evidence;

    // What is due while this node doubts itself stays due: that must not spin.
    private static TimeSpan Later(TimeSpan delay, bool doubting)
    {
        var least = TimeSpan.FromMilliseconds(doubting ? 100 : 1);
        return delay > least ? delay : least;
    }
}
