using System.Net;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>
/// Finds the mesh of this node: knocks at its seeds, compares terms, joins or forms, for ever; once in, knocks at the
/// seeds that are not members, so that islands find each other. Answers the knocks of others. Child of membership. A
/// restart begins to knock anew; a join that went through meanwhile shows in the next Situation.
/// </summary>
internal sealed class JoinActor : ReceiveActor, IWithTimers
{
    // Akka repeats a join by itself; after this long a better member may be there to join through.
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan IslandInterval = TimeSpan.FromSeconds(5);
    private static readonly JoinProtocol.Situation Nowhere = new(null, [], []);

    private readonly MembershipSettings _settings;
    private readonly MembershipPorts _ports;
    private readonly Action<MembershipReport> _report;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly Owner _self;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RefusalLog _refusals = new();
    private JoinProtocol.Situation _situation = Nowhere;
    private JoinState _state;
    private IslandWatch _islands = IslandWatch.Start;
    private KnockTurns _turns = KnockTurns.Start;
    private MemberNames _names = MemberNames.Start;
    private JoinDecision? _last;
    private TimeSpan? _joiningSince;
    private int _round;
    private bool _told;

    public JoinActor(MembershipSettings settings, MembershipPorts ports, Action<MembershipReport> report, TimeProvider time)
    {
        _settings = settings;
        _ports = ports;
        _report = report;
        _time = time;
        _origin = time.GetTimestamp();
        _self = ports.Cluster.Self;
        _state = JoinState.Start(_self, settings.Terms, TimeSpan.Zero);
        Receive<JoinProtocol.Situation>(m => _situation = m);
        Receive<Knock>(On);
        Receive<KnockAnswer>(On);
        Receive<Round>(_ => OnRound());
        Receive<Resolved>(On);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    private bool IsIn => _situation.Island is not null;

    public static Props Props(
        MembershipSettings settings, MembershipPorts ports, Action<MembershipReport> report, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new JoinActor(settings, ports, report, time));

    protected override void PreStart()
    {
        if (_settings.OwnsCluster)
            Self.Tell(Round.Instance);
    }

    /// <summary>Not at once: what made it fail may still be there, and it must not spin.</summary>
    protected override void PostRestart(Exception reason)
    {
        if (_settings.OwnsCluster)
            Timers.StartSingleTimer(nameof(Round), Round.Instance, KnockPace.Longest);
    }

    private void OnRound()
    {
        string[] members = IsIn && _state.Others.Any(IsOutside) ? [.. _names.Due(_situation.Reachable, Now)] : [];
        var own = SeedExpansion.Names(_settings.Seeds.Concat(_settings.Known).Append(_self.Address));
        _ports.Resolver.ResolveAsync([.. own.Union(members)])
            .PipeTo(Self, success: addresses => new Resolved(addresses, members));
        Timers.StartSingleTimer(nameof(Round), Round.Instance, IsIn ? IslandInterval : KnockPace.After(_round++));
    }

    private void On(Resolved resolved)
    {
        _state = _state.With(SeedExpansion.Expand(_settings.Seeds, _settings.Known, _self.Address, resolved.Addresses));
        _names = _names.Only(_situation.Reachable).With(resolved.Members, resolved.Addresses, Now);
        if (!IsIn)
            Decide();
        var (outside, members) = (_state.Others.Where(IsOutside).ToArray(), _situation.Members.Select(m => m.Address));
        if (IsIn && outside.Length > 0)
        {
            // A member that a seed means by another name is no stranger.
            var forms = _names.Forms(_situation.Reachable).ToHashSet();
            outside = [.. outside.Where(c => !c.Addresses.Any(forms.Contains))];
        }

        (_turns, var orders) = _turns.Step(outside, _state.AnsweredBy(Now), Now);
        foreach (var address in orders.Release.Except(members))
            _ports.Peers.Release(address);
        foreach (var address in orders.Knock)
            KnockAt(address);
    }

    private bool IsOutside(SeedContact contact) => !_situation.Reachable.Any(contact.Covers);

    private void KnockAt(string address) => _ports.Peers.MembershipAt(address).Tell(
        new Knock(_self, _settings.Terms, _state.Listed, _situation.Island), Context.Parent);

    private void On(Knock knock)
    {
        if (knock.From == _self)
            return;
        Sender.Tell(
            new KnockAnswer(_self, _settings.Terms, _state.Listed, _situation.Island, _situation.Members.Contains(knock.From)),
            Context.Parent);
        if (TermsConflict.Between(_settings.Terms, knock.Terms) is not { } conflict)
            See(knock.From, knock.Island, _situation.Members.Contains(knock.From));
        else if (_refusals.IsNew(knock.From.Address, conflict, Now))
            _log.Warning("{Line}", TermsConflict.AtAnswerer(knock.From.Address, conflict));
    }

    private void On(KnockAnswer answer)
    {
        if (answer.From == _self)
            return;
        _state = _state.With(answer, Now);
        if (!IsIn)
            Decide();
        else if (TermsConflict.Between(_settings.Terms, answer.Terms) is null)
            See(answer.From, answer.Island, answer.KnowsAsker);
    }

    private void Decide()
    {
        if (!_settings.OwnsCluster || (_joiningSince is { } since && Now - since < JoinPatience))
            return;
        var decision = _state.Decide(Now);
        if (decision is JoinDecision.Join or JoinDecision.Form)
            _joiningSince = Now;
        switch (decision)
        {
            case JoinDecision.Join join:
                Tell(decision, new MembershipReport.Joining($"joining through {join.Address}"));
                _ports.Cluster.Join(join.Address);
                break;
            case JoinDecision.Form:
                Tell(decision, new MembershipReport.Joining("forming a mesh"));
                _ports.Cluster.Join(_self.Address);
                break;
            case JoinDecision.Wait wait:
                Tell(decision, new MembershipReport.Joining(wait.Detail));
                break;
            case JoinDecision.Refused refused:
                Tell(decision, new MembershipReport.Refused(refused.Line));
                break;
        }
    }

    private void Tell(JoinDecision decision, MembershipReport report)
    {
        if (decision == _last)
            return;
        if (decision is JoinDecision.Refused refused)
            _log.Warning("{Line}", refused.Line);
        else if (decision.GetType() != _last?.GetType())
            _log.Info("{Report}", report);
        _last = decision;
        _report(report);
    }

    private void See(Owner other, Island? theirs, bool knowsMe)
    {
        _islands = _islands.See(_situation.Island, theirs, knowsMe, Now);
        if (!_islands.MustMove || _told || !_settings.OwnsCluster || _situation.Island is not { } mine)
            return;
        _told = true;
        var reason = IslandWatch.Reason(mine, theirs!, other);
        _log.Warning("{Reason}", reason);
        _report(new MembershipReport.MustRejoin(reason, [other.Address], CanLeave: true));
    }

    private sealed record Round : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Round Instance = new();
    }

    /// <param name="Addresses">By name.</param>
    /// <param name="Members">The names among them that were asked for because members have them.</param>
    private sealed record Resolved(IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> Addresses, string[] Members)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
