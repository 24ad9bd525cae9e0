using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;
using Mesh.Membership.Joining;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>
/// Finds the mesh of this node: asks its seeds, joins or forms, for ever; once in, asks the seeds that are not members, so
/// that islands find each other. Answers the knocks of others. <see cref="JoinState"/> decides. Child of membership. A
/// restart begins to ask anew; a join that went through meanwhile shows in the next Situation.
/// </summary>
internal sealed class JoinActor : ReceiveActor, IWithTimers
{
    private readonly MembershipSettings _settings;
    private readonly MembershipAdapters _adapters;
    private readonly Action<MembershipReport> _report;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RefusalLog _refusals = new();
    private readonly JoinReminder _reminder = new();
    private string _detail = "";
    private JoinState _state;

    public JoinActor(MembershipSettings settings, MembershipAdapters adapters, Action<MembershipReport> report, TimeProvider time)
    {
        _settings = settings;
        _adapters = adapters;
        _report = report;
        _time = time;
        _state = JoinState.Start(
            new JoinSettings(adapters.Cluster.Self, settings.Terms, settings.Seeds.Value, settings.Known, settings.OwnsCluster),
            Moment.Now(time));
        Receive<JoinProtocol.Situation>(m => Run(new JoinInput.Situated(m.Island, m.Members, m.Reachable)));
        Receive<Knock>(m => Run(new JoinInput.Knocked(m.From, m.Terms, m.Island)));
        Receive<KnockAnswer>(m => Run(new JoinInput.Answered(m.From, m.Terms, m.Listed, m.Island, m.KnowsAsker)));
        Receive<Round>(_ => Begin());
        Receive<Resolved>(m => Run(new JoinInput.Resolved(m.Name, m.Addresses)));
        Receive<Greeted>(m => Run(new JoinInput.Greeted(m.Asked, m.Greeting)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        MembershipSettings settings, MembershipAdapters adapters, Action<MembershipReport> report, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new JoinActor(settings, adapters, report, time));

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

    private void Begin()
    {
        if (_settings.Seeds.Value is var seeds && seeds != _state.Settings.Seeds)
        {
            _log.Info("The seeds are now: {Seeds}", string.Join(", ", seeds));
            Run(new JoinInput.Reseeded(seeds));
        }

        Run(JoinInput.Round.Instance);
    }

    private void Run(JoinInput input)
    {
        (_state, var effects) = _state.Step(input, Moment.Now(_time));
        Perform(effects);
    }

    private void Perform(ImmutableArray<JoinEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case JoinEffect.Resolve resolve:
                    _adapters.Resolver.ResolveAsync(resolve.Name).PipeTo(
                        Self, success: a => new Resolved(resolve.Name, a), failure: _ => new Resolved(resolve.Name, null));
                    break;
                case JoinEffect.Greet greet:
                    _adapters.Greeter.AskAsync(greet.Address).PipeTo(
                        Self,
                        success: g => new Greeted(greet.Address, g),
                        failure: _ => new Greeted(greet.Address, SeedGreeting.Nobody));
                    break;
                case JoinEffect.Knock knock:
                    _adapters.Peers.MembershipAt(knock.Address).Tell(
                        new Knock(_adapters.Cluster.Self, _settings.Terms, knock.Listed, knock.Island), Context.Parent);
                    break;
                case JoinEffect.Answer answer:
                    Sender.Tell(
                        new KnockAnswer(_adapters.Cluster.Self, _settings.Terms, answer.Listed, answer.Island, answer.KnowsAsker),
                        Context.Parent);
                    break;
                case JoinEffect.RoundAfter round:
                    if (_reminder.After(_state.IsIn, Moment.Now(_time).At) is { } waited)
                        _log.Warning("Not in a mesh after {Seconds} s: {Detail}", (int)waited.TotalSeconds, _detail);
                    Timers.StartSingleTimer(nameof(Round), Round.Instance, round.Pause);
                    break;
                case JoinEffect.Join join:
                    _adapters.Cluster.Join(join.Address);
                    break;
                default:
                    Tell(effect);
                    break;
            }
        }
    }

    private void Tell(JoinEffect effect)
    {
        switch (effect)
        {
            case JoinEffect.Tell tell:
                _detail = tell.Detail;
                if (tell.IsNews)
                    _log.Info("Joining a mesh: {Detail}", tell.Detail);
                _report(new MembershipReport.Joining(tell.Detail));
                break;
            case JoinEffect.TellRefused refused:
                _detail = refused.Line;
                _log.Warning("{Line}", refused.Line);
                _report(new MembershipReport.Refused(refused.Line));
                break;
            case JoinEffect.Refuse refuse:
                if (_refusals.IsNew(refuse.Address, refuse.Conflict, Moment.Now(_time).At))
                    _log.Warning("{Line}", TermsConflict.AtAnswerer(refuse.Address, refuse.Conflict));
                break;
            case JoinEffect.Move move:
                _log.Warning("{Reason}", move.Reason);
                _report(new MembershipReport.MustRejoin(move.Reason, [move.Contact], CanLeave: true));
                break;
            default:
                throw new InvalidOperationException($"no such effect: {effect}");
        }
    }

    private sealed record Round : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Round Instance = new();
    }

    private sealed record Resolved(string Name, IReadOnlyList<IPAddress>? Addresses)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Greeted(string Asked, SeedGreeting Greeting) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
