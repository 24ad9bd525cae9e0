using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

// Removing members that are gone for good.
internal sealed partial class MembershipActor
{
    private static readonly TimeSpan SightLife = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HearingLife = TimeSpan.FromMilliseconds(2_500);
    private const int RefusalsForDeath = 2;

    private readonly Dictionary<Owner, (ImmutableHashSet<Owner> Heard, TimeSpan At)> _sights = [];

    /// <summary>Members whose address a new incarnation has.</summary>
    private readonly HashSet<Owner> _successors = [];
    private ImmutableHashSet<Owner> _dead = [];
    private StableSince _stable;
    private string _lastVerdict = "";

    private void On(Knock knock)
    {
        foreach (var entry in _members.Values)
        {
            if (entry.Seen.Owner.Address == knock.From.Address && entry.Seen.Owner.Uid != knock.From.Uid)
                Succeeded(entry, knock.From);
        }

        _join.Forward(knock);
    }

    /// <summary>A port has one process: who has the same address is another one in its place.</summary>
    private void Succeeded(MemberEntry old, Owner successor)
    {
        var owner = old.Seen.Owner;
        if (owner == _self || !_successors.Add(owner))
            return;
        _dead = _dead.Add(owner);
        var evidence = Saw(Causes.NodeRestarted, $"a new incarnation has its address: {successor}");
        Against(old, _standings.Accused(owner, evidence, Now));
        Apply(_standings.PortRefused(owner, Now));
    }

    private void Consider()
    {
        var now = Now;
        _stable = _stable.See(_oldestFirst, now);
        if (!_settings.OwnsCluster || _ended || _doubt.IsOn(now) || !_oldestFirst.Any(m => m.Unreachable))
            return;
        foreach (var entry in _members.Values.Where(m => m.Seen.Unreachable))
            Probe(entry);
        var verdict = DowningDecision.Decide(View(now), _settings.StableAfter);
        if (verdict.Reason != _lastVerdict)
        {
            _lastVerdict = verdict.Reason;
            _log.Debug("Removing {Members}: {Reason}", verdict.Down.Length, verdict.Reason);
        }

        foreach (var owner in verdict.Down)
        {
            _log.Warning("Removing {Member}: {Reason}", owner, verdict.Reason);
            _ports.Cluster.Down(owner.Address);
        }
    }

    private DowningView View(TimeSpan now) => new(
        _self,
        _oldestFirst,
        _dead,
        now - _stable.Since,
        _sights.Where(s => now - s.Value.At <= SightLife)
            .ToImmutableDictionary(s => s.Key, s => s.Value.Heard)
            .SetItem(_self, [.. HeardByMe()]));

    /// <summary>Says to those on this side which of the unreachable members this node hears itself.</summary>
    private void TellSight()
    {
        var gone = _oldestFirst.Where(m => m.Unreachable).Select(m => m.Owner).ToArray();
        if (gone.Length == 0)
            return;
        var sight = new Sight(_self, ValueList.From(gone), ValueList.From(HeardByMe()));
        foreach (var member in _oldestFirst.Where(m => !m.Unreachable && m.Owner != _self))
            _members[member.Owner].Peer.Tell(sight, Self);
    }

    private IEnumerable<Owner> HeardByMe() => _members.Values
        .Where(m => m.Seen.Unreachable
            && !_dead.Contains(m.Seen.Owner)
            && _time.GetElapsedTime(m.Contact.Timestamp) < HearingLife)
        .Select(m => m.Seen.Owner);

    private void On(Sight sight)
    {
        if (_members.TryGetValue(sight.From, out var entry))
        {
            HeardOf(entry);
            _sights[sight.From] = ([.. sight.Heard], Now);
        }
    }

    private void Probe(MemberEntry entry)
    {
        if (entry.Probing || _dead.Contains(entry.Seen.Owner))
            return;
        entry.Probing = true;
        var owner = entry.Seen.Owner;
        _ports.Probe.TryAsync(owner.Address).PipeTo(Self, success: state => new Probed(owner, state));
    }

    private void On(Probed probed)
    {
        if (!_members.TryGetValue(probed.Owner, out var entry))
            return;
        entry.Probing = false;
        entry.Port = entry.Port.State == probed.State ? (probed.State, entry.Port.Times + 1) : (probed.State, 1);
        if (probed.State is not PortState.Refused)
            return;
        Apply(_standings.PortRefused(probed.Owner, Now));
        if (entry.Port.Times >= RefusalsForDeath && _standings.StandingOf(probed.Owner) is not Standing.Confirmed)
            _dead = _dead.Add(probed.Owner);
    }

    /// <summary>It spoke: whatever its port says, it lives.</summary>
    private void ForgiveDeath(MemberEntry entry)
    {
        entry.Port = default;
        if (!_successors.Contains(entry.Seen.Owner))
            _dead = _dead.Remove(entry.Seen.Owner);
    }

    private sealed record Probed(Owner Owner, PortState State) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
