using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Routing;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// /user/mesh/kademlia: this gateway as a peer of the overlay. Opens the <see cref="OverlayGateway"/>, brings it datagrams,
/// timers and wishes, and enters the overlay by it. A restart loses the table, which is entered again through the seeds and
/// the peers that were known, the records held for others, which their publishers renew, and operations that run; what this
/// gateway publishes is in its presence and published again.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "An actor ends with PostStop.")]
internal sealed class KademliaActor : ReceiveActor, IWithTimers
{
    private const string WakeTimer = "wake";
    private static readonly TimeSpan RoundInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(1);

    private readonly OverlaySetup _setup;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Entrance _entrance;
    private readonly CancellationTokenSource _stopped = new();
    private OverlayGateway? _gateway;
    private string _trouble = "the gateway has not started yet";
    private TimeSpan _openAt;
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private (IActorRef Asker, Left Reply)? _left;
    private bool _isSaving;
    private bool _isReadingRevocations;
    private bool _knowsRevoked;
    private bool _isLeaving;

    public KademliaActor(OverlaySetup setup, TimeProvider time)
    {
        (_setup, _time, _entrance) = (setup, time, new Entrance(setup.Presence, time, _log));
        Receive<GateArrival>(m => _gateway!.OnArrival(m));
        Receive<Called>(On);
        Receive<Wake>(_ => OnWake());
        Receive<Round>(_ => OnRound());
        Receive<Doors>(m => _entrance.Enter(_gateway!, m.Addresses));
        Receive<RevocationsRead>(On);
        Receive<Save>(_ => OnSave());
        Receive<Saved>(On);
        Receive<Publish>(m => Begin((gateway, reply) => gateway.Publisher.Publish(m.Subject, m.Locator, reply)));
        Receive<Withdraw>(m => Begin((gateway, reply) => gateway.Publisher.Withdraw(m.Subject, reply)));
        Receive<Find>(m => Begin((gateway, reply) => gateway.Find(m.Subject, m.Mode, m.Deadline, reply)));
        Receive<FindPeers>(m => Begin((gateway, reply) => gateway.FindPeers(m.Target, reply)));
        Receive<Ping>(m => Begin((gateway, reply) => gateway.Ping(m.Address, reply)));
        Receive<GetStatus>(_ => OnStatus());
        Receive<Leave>(On);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => Moment.Now(_time).At;

    public static Props Props(OverlaySetup setup, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new KademliaActor(setup, time));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Round), Round.Instance, RoundInterval);
        if (_setup.TableFile.Length > 0)
            Timers.StartPeriodicTimer(nameof(Save), Save.Instance, SaveInterval);
        OnRound();
    }

    protected override void PostStop()
    {
        (_setup.Presence.Self, _setup.Presence.Calls) = (null, null);
        _stopped.Cancel();
        _stopped.Dispose();
        _gateway?.Dispose();
    }

    /// <summary>Opens what is not open, and enters the overlay while too few are known.</summary>
    private void OnRound()
    {
        ReadRevocations();
        // Nobody is talked to before it is known who is not to be.
        if (!_knowsRevoked || (_gateway is null && (Now < _openAt || !TryOpen())))
            return;
        if (_isLeaving || !_entrance.IsDue(_gateway!.LiveContacts))
            return;
        EntryDoors.FindAsync(_setup, _setup.Siblings(), _entrance.Attempt, _stopped.Token)
            .PipeTo(Self, success: doors => new Doors(doors), failure: _ => new Doors([]));
    }

    private bool TryOpen()
    {
        // The port of an earlier run is the one that others know, and that the door for calls has over TCP.
        var at = _setup.Presence.Port > 0 ? new IPEndPoint(_setup.Address.Address, _setup.Presence.Port) : _setup.Address;
        KadGate gate;
        try
        {
            gate = new KadGate(_setup.Identity, _setup.Bind(at), _setup.Limits, _time, _setup.Presence.Gate);
        }
        catch (SocketException trouble)
        {
            _openAt = Now + RetryInterval;
            _trouble = $"the gateway cannot listen on {at}: {trouble.Message}";
            _log.Warning("{Trouble}; trying again every {Interval}", _trouble, DurationText.Format(RetryInterval));
            return false;
        }

        var (credential, self) = (_setup.Identity.Credential, Self);
        _gateway = new OverlayGateway(_setup, gate, _time, (to, datagram) => Call(gate, to, datagram), WakeAt);
        _setup.Presence.Self = new OverlaySelf(
            credential.MeshId, credential.Mesh.Name, credential.NodeId, gate.Local, _setup.Region, _setup.CanPublish)
        {
            IsClient = _setup.Settings.ClientMode,
        };
        _setup.Presence.Port = gate.Local.Port;
        gate.Open(arrival => self.Tell(arrival));
        _setup.Presence.Calls = gate.ReceiveCallAsync;
        _log.Info("gateway {NodeId} of mesh {MeshId} listens on {Address}", credential.NodeId, credential.MeshId, gate.Local);
        _gateway.Publisher.RenewAll();
        return true;
    }

    /// <summary>A disk may be slow: it is read on another thread, one look at a time.</summary>
    private void ReadRevocations()
    {
        var revocations = _setup.Identity.Revocations;
        _knowsRevoked |= !revocations.HasFile;
        if (_isReadingRevocations || !revocations.HasFile)
            return;
        _isReadingRevocations = true;
        Task.Run(() => new RevocationsRead(revocations.Refresh(out var trouble), trouble)).PipeTo(
            Self, failure: trouble => new RevocationsRead(false, trouble.Message));
    }

    private void On(RevocationsRead read)
    {
        _isReadingRevocations = false;
        var list = _setup.Identity.Revocations.List;
        if (read.IsNew)
            _log.Info("list {Number} of revoked keys is in force: {Keys} keys", list.Number, list.Ids.Count);
        if (read.Trouble is not null)
            _log.Warning("revoked keys: {Trouble}", read.Trouble);
        if (_knowsRevoked)
            return;
        _knowsRevoked = true;
        OnRound();
    }

    private void Call(KadGate gate, KadAddress to, ReadOnlyMemory<byte> datagram) =>
        _setup.Carrier!.CallAsync(to, datagram, _stopped.Token).PipeTo(
            Self,
            Self,
            reply => new Called(to, gate.OpenAnswers(to, reply), reply),
            trouble => new Called(to, [], new CallReply.Failed(CallFault.Unavailable, trouble.Message)));

    private void On(Called called)
    {
        if (called.Answers.Count == 0)
            _log.Debug("a call to {Gateway} brought no answer: {Reply}", called.To, called.Reply);
        _gateway!.OnCalled(called.To, called.Answers);
    }

    private void WakeAt(TimeSpan at)
    {
        if (at == _wakeAt)
            return;
        _wakeAt = at;
        var wait = at - Now;
        Timers.StartSingleTimer(WakeTimer, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private void OnWake()
    {
        _wakeAt = TimeSpan.MaxValue;
        _gateway!.Wake();
    }

    private void OnSave()
    {
        // A table of the dead must not take the place of what was known before.
        if (_isSaving || _setup.TableFile.Length == 0 || _gateway is not { LiveContacts: > 0 } gateway)
            return;
        _isSaving = true;
        PeersFile.WriteAsync(_setup.TableFile, gateway.Table.Export(int.MaxValue))
            .PipeTo(Self, success: trouble => new Saved(trouble), failure: trouble => new Saved(trouble.Message));
    }

    private void On(Saved saved)
    {
        _isSaving = false;
        if (saved.Trouble is { } trouble)
            _log.Warning("The table of the overlay cannot be kept: {Trouble}", trouble);
        TellLeft();
    }

    private void Begin(Action<OverlayGateway, Action<object>> begin)
    {
        var asker = Sender;
        if (Unable() is { } trouble)
            asker.Tell(trouble);
        else
            begin(_gateway!, reply => asker.Tell(reply));
    }

    private void OnStatus() => Sender.Tell(
        _gateway is { } gateway && _setup.Presence.Self is { } self ? gateway.StatusOf(self) : new Unavailable(_trouble));

    private void On(Leave leave)
    {
        var asker = Sender;
        if (_gateway is not { } gateway)
        {
            asker.Tell(new Left(0));
            return;
        }

        _isLeaving = true;
        OnSave();
        gateway.Leave(leave.IsLast, left =>
        {
            _left = (asker, left);
            TellLeft();
        });
    }

    /// <summary>Records are handed on, withdrawals stored and the table kept: the process may end.</summary>
    private void TellLeft()
    {
        if (_isSaving || _left is not var (asker, reply))
            return;
        _left = null;
        asker.Tell(reply);
    }

    private Unavailable? Unable() =>
        _gateway is null ? new Unavailable(_trouble)
        : _gateway.Trouble is { } trouble ? new Unavailable(trouble)
        : null;

    private sealed record Called(KadAddress To, IReadOnlyList<GateArrival> Answers, CallReply Reply)
        : IDeadLetterSuppression, INoSerializationVerificationNeeded;

    private sealed record Doors(ImmutableArray<KadAddress> Addresses) : IDeadLetterSuppression, INoSerializationVerificationNeeded;

    private sealed record Saved(string? Trouble) : IDeadLetterSuppression, INoSerializationVerificationNeeded;

    private sealed record RevocationsRead(bool IsNew, string? Trouble) : IDeadLetterSuppression, INoSerializationVerificationNeeded;

    private sealed record Wake : IDeadLetterSuppression, INoSerializationVerificationNeeded
    {
        public static Wake Instance { get; } = new();
    }

    private sealed record Round : IDeadLetterSuppression, INoSerializationVerificationNeeded
    {
        public static Round Instance { get; } = new();
    }

    private sealed record Save : IDeadLetterSuppression, INoSerializationVerificationNeeded
    {
        public static Save Instance { get; } = new();
    }
}
