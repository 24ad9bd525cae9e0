using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Federation.Exports;

/// <summary>
/// Tells the overlay what this mesh exports; child of /user/mesh on gateways. Looks at the node's view a few times a
/// second, which costs two comparisons of references while nothing changes. A restart begins anew: it publishes once
/// more what is its duty.
/// </summary>
internal sealed class ExportsActor : ReceiveActor, IWithTimers, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly MeshHub _hub;
    private readonly Owner _self;
    private readonly IActorRef _registry;
    private readonly FederationServices _federation;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ulong _epoch;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ExportState _state;
    private (CatalogSnapshot, Replication.PolicyTable, string)? _seen;

    public ExportsActor(MeshHub hub, Owner self, IActorRef registry, FederationServices federation, TimeProvider time)
    {
        _hub = hub;
        _self = self;
        _registry = registry;
        _federation = federation;
        _time = time;
        _epoch = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        _state = new ExportState(self.ToString(), federation.Settings);
        Receive<Tick>(_ => OnTick());
        Receive<PublishEnded>(On);
        Receive<RegistryProtocol.IRegisterReply>(On);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(MeshHub hub, Owner self, IActorRef registry, FederationServices federation, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExportsActor(hub, self, registry, federation, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, Interval);

    /// <summary>Called when the actor ends: gives up what is under way in the overlay.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private Moment Now => Moment.Now(_time);

    /// <summary>0 to 1, from the low digits of the clock: spreads gateways that do the same thing at the same time.</summary>
    private double Jitter => _time.GetTimestamp() / 16 % 1_024 / 1_024.0;

    private void OnTick()
    {
        if (_federation.Overlay.Self is not { } overlay)
            return;
        var gateway = ExportMapping.GatewayInstance(_self, overlay);
        if (!_hub.OwnRegistrations.ContainsKey(gateway.Key))
            _registry.Tell(new RegistryProtocol.Register(gateway, Consistency.Local, TimeSpan.Zero), Self);
        if (!overlay.CanPublish)
            return;
        var (snapshot, policies) = (_hub.Snapshot, _hub.Policies);
        if (_seen is not { } seen || seen != (snapshot, policies, overlay.MeshName))
        {
            _seen = (snapshot, policies, overlay.MeshName);
            Step(new ExportInput.Seen(ExportMapping.ViewOf(snapshot, policies, overlay.MeshName), Jitter));
        }

        Step(ExportInput.Tick.Instance);
    }

    private void Step(ExportInput input)
    {
        (_state, var effects) = _state.Step(input, Now);
        foreach (var effect in effects)
            Perform(effect);
    }

    private void Perform(ExportEffect effect)
    {
        if (effect is ExportEffect.Publish && ExportMapping.LocatorOf(_hub.Snapshot, _epoch) is { } locator)
            Tell(effect, _federation.Overlay.PublishAsync(effect.Subject, locator, _stopped.Token));
        else if (effect is ExportEffect.Withdraw)
            Tell(effect, _federation.Overlay.WithdrawAsync(effect.Subject, _stopped.Token));
        else
            Step(new ExportInput.Failed(effect, Jitter));
    }

    private void Tell(ExportEffect effect, Task<KademliaProtocol.IPublishReply> said) => said.PipeTo(
        Self,
        Self,
        reply => new PublishEnded(effect, reply),
        trouble => new PublishEnded(effect, new KademliaProtocol.Unavailable(trouble.Message)));

    private void On(PublishEnded said)
    {
        switch (said.Reply)
        {
            case KademliaProtocol.Published published:
                _log.Info("{Action}: the overlay holds it at {Holders} peers", said.Effect, published.Holders);
                Step(ExportInput.Done.Instance);
                break;
            case KademliaProtocol.PublishRefused refused:
                _log.Warning("{Action} was refused: {Reason}", said.Effect, refused.Reason);
                Step(ExportInput.Done.Instance);
                break;
            case KademliaProtocol.Unavailable unavailable:
                _log.Debug("{Action} waits: {Reason}", said.Effect, unavailable.Reason);
                Step(new ExportInput.Failed(said.Effect, Jitter));
                break;
        }

        // There is room for the next.
        Step(ExportInput.Tick.Instance);
    }

    private void On(RegistryProtocol.IRegisterReply reply)
    {
        if (reply is RegistryProtocol.Rejected rejected)
            _log.Warning("The gateway cannot be registered: {Faults}", rejected.Faults);
    }

    private sealed record PublishEnded(ExportEffect Effect, KademliaProtocol.IPublishReply Reply) : INoSerializationVerificationNeeded;

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }
}
