using Akka.Actor;
using Akka.Event;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// /user/mesh/kademlia: this gateway as a peer of the overlay. Owns one <see cref="KadNode"/> and one socket, turns
/// datagrams, timers and wishes into its inputs and performs its effects. A restart loses the table, which is entered
/// again through the seeds and the peers that were known, the records held for others, which their publishers renew, and
/// operations that run; what this gateway publishes is in the parts' memory and published again.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "An actor ends with PostStop.")]
internal sealed partial class KademliaActor : ReceiveActor, IWithTimers
{
    private const string WakeTimer = "wake";
    private static readonly TimeSpan RoundInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(1);

    private readonly OverlayParts _parts;
    private readonly TimeProvider _time;
    private readonly FederationTrust _trust;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly KadEffects _effects = new();
    private readonly TokenBook _tokens = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly CarrierBook _carriers;
    private readonly long _origin;
    private KadGate? _gate;
    private KadNode? _node;
    private GateArrival? _arrival;
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private string _trouble = "the gateway has not started yet";
    private bool _isPerforming;
    private bool _isJoining;
    private bool _isLeaving;

    public KademliaActor(OverlayParts parts, TimeProvider time)
    {
        (_parts, _time, _origin) = (parts, time, time.GetTimestamp());
        _trust = new FederationTrust(parts.Identity.Authority, parts.Identity.Revocations);
        _carriers = new CarrierBook(parts.Settings.HardTimeout);
        Receive<GateArrival>(OnFromGate);
        Receive<Called>(On);
        Receive<Wake>(_ => OnWake());
        Receive<Round>(_ => OnRound());
        Receive<Save>(_ => OnSave());
        Receive<Saved>(m => Report(m.Trouble));
        Receive<Resolved>(On);
        Receive<Publish>(On);
        Receive<Withdraw>(On);
        Receive<Find>(On);
        Receive<FindPeers>(On);
        Receive<Ping>(On);
        Receive<GetStatus>(_ => OnStatus());
        Receive<Leave>(On);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private KadTime Now => new(_time.GetElapsedTime(_origin), _time.GetUtcNow().ToUnixTimeMilliseconds());

    public static Props Props(OverlayParts parts, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new KademliaActor(parts, time));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Round), Round.Instance, RoundInterval);
        if (_parts.TableFile.Length > 0)
            Timers.StartPeriodicTimer(nameof(Save), Save.Instance, SaveInterval);
        OnRound();
    }

    protected override void PostStop()
    {
        if (LiveContacts > 0 && _parts.TableFile.Length > 0)
            Report(PeersFile.Write(_parts.TableFile, _node!.Table.Export(int.MaxValue)));
        (_parts.Memory.Self, _parts.Memory.Calls) = (null, null);
        _stopped.Cancel();
        _stopped.Dispose();
        _gate?.Dispose();
        _trust.Dispose();
    }

    private bool TryOpen()
    {
        // The port of an earlier run is the one that others know, and that the door for calls has over TCP.
        var at = _parts.Memory.Port > 0 ? new System.Net.IPEndPoint(_parts.Address.Address, _parts.Memory.Port) : _parts.Address;
        try
        {
            _gate = new KadGate(_parts.Identity, _parts.Bind(at), _parts.Limits, _time, _parts.Memory.Gate);
        }
        catch (System.Net.Sockets.SocketException trouble)
        {
            _openAt = Now.Monotonic + RetryInterval;
            _trouble = $"the gateway cannot listen on {at}: {trouble.Message}";
            _log.Warning("{Trouble}; trying again every {Interval}", _trouble, RetryInterval);
            return false;
        }

        var (seed, now) = (System.Security.Cryptography.RandomNumberGenerator.GetBytes(KadSecret.SeedSize), Now);
        _node = new KadNode(_parts.Identity.Credential.NodeId, _parts.Settings, seed, BitConverter.ToUInt64(seed), now);
        _parts.Recorder?.OnStart(seed, now);
        var (credential, self) = (_parts.Identity.Credential, Self);
        _parts.Memory.Self = new OverlaySelf(
            credential.MeshId, credential.Mesh.Name, credential.NodeId, _gate.Local, _parts.Region, CanPublish)
        {
            IsClient = _parts.Settings.ClientMode,
        };
        _parts.Memory.Port = _gate.Local.Port;
        _gate.Open(arrival => self.Tell(arrival));
        _parts.Memory.Calls = _gate.ReceiveCallAsync;
        _log.Info("gateway {NodeId} of mesh {MeshId} listens on {Address}", credential.NodeId, credential.MeshId, _gate.Local);
        foreach (var publication in _parts.Memory.Publications.Values)
            Renew(publication);
        return true;
    }

    private void OnFromGate(GateArrival arrival)
    {
        _gate!.OnHandled();
        On(arrival);
        // A question is answered while it is handled.
        arrival.Answers?.Complete();
    }

    private void On(GateArrival arrival)
    {
        _arrival = arrival;
        if (!arrival.IsKnown)
            Answer(arrival.From, new KadProtocol.Stranger { RequestId = arrival.Message.RequestId, Sender = _node!.Self });
        else if (!IsAnswer(arrival.Message))
            OnQuestion(arrival);
        else if (_carriers.Take(arrival.Message.RequestId, arrival.From, arrival.By, Now.Monotonic))
            OnAnswer(arrival);
        _arrival = null;
    }

    private void OnQuestion(GateArrival arrival)
    {
        var isCall = arrival.By is Carrier.Grpc;
        if (isCall)
            _carriers.CalledUs(arrival.From, Now.Monotonic);
        var bytes = IsIntroduction(arrival) ? Math.Min(arrival.Bytes, _gate!.StrangerBytes) : arrival.Bytes;
        Step(new KadInput.Received(arrival.From, arrival.Message, bytes, isCall));
    }

    private void OnAnswer(GateArrival arrival)
    {
        _gate!.Counters.OnAnswered(arrival.By);
        if (arrival.Message is KadProtocol.Stranger)
        {
            _tokens.Forget(arrival.From);
            return;
        }

        _tokens.Take(arrival.From, arrival.Message.Token, Now.Monotonic);
        Step(new KadInput.Received(arrival.From, arrival.Message, arrival.Bytes));
    }

    private void OnWake()
    {
        _wakeAt = TimeSpan.MaxValue;
        CallDue();
        Step(new KadInput.Tick());
    }

    private void OnSave()
    {
        // A table of the dead must not take the place of what was known before.
        if (_node is not { } node || LiveContacts == 0)
            return;
        var (file, peers) = (_parts.TableFile, node.Table.Export(int.MaxValue));
        Task.Run(() => new Saved(PeersFile.Write(file, peers))).PipeTo(Self);
    }

    private void Report(string? trouble)
    {
        if (trouble is not null)
            _log.Warning("The table of the overlay cannot be kept: {Trouble}", trouble);
    }

    private void Step(KadInput input)
    {
        var (now, before) = (Now, _effects.Items.Count);
        _node!.Step(input, now, _effects);
        _parts.Recorder?.OnStep(input, now, [.. _effects.Items.Skip(before)]);
        // What follows from performing an effect is added to the list that is being gone through.
        if (_isPerforming)
            return;
        _isPerforming = true;
        for (var i = 0; i < _effects.Items.Count; i++)
            Perform(_effects.Items[i]);
        _isPerforming = false;
        _effects.Clear();
        _parts.Memory.Figures.Read(_node);
        _parts.Memory.Gate.OnCarriers(_carriers.Called);
        var wakeAt = _effects.WakeAt < _carriers.NextDue ? _effects.WakeAt : _carriers.NextDue;
        if (wakeAt == _wakeAt)
            return;
        _wakeAt = wakeAt;
        var wait = _wakeAt - Now.Monotonic;
        Timers.StartSingleTimer(WakeTimer, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private void Perform(KadEffect effect)
    {
        switch (effect)
        {
            case KadEffect.Send send:
                Send(send);
                break;
            case KadEffect.Verify verify:
                Step(new KadInput.Verified(verify.Ticket, _trust.IsGood(verify.Record, Now.UnixMilliseconds / 1000)));
                break;
            case KadEffect.Complete complete:
                On(complete.Result);
                break;
            case KadEffect.Renew renew when _parts.Memory.Publications.TryGetValue(renew.Key, out var publication):
                Renew(publication);
                break;
        }
    }

    private void Send(KadEffect.Send send)
    {
        if (IsAnswer(send.Message))
            Answer(send.To, send.Message);
        else
            Ask(send);
    }

    private void Answer(in KadAddress to, KadMessage message)
    {
        var datagram = _gate!.Seal(message, 0, introduce: _arrival is { IsKnown: true } asked && IsIntroduction(asked));
        if (_arrival is { Answers: { } answers } call && call.From == to && call.Message.RequestId == message.RequestId)
            answers.Add(datagram);
        else
            _gate.Send(to, datagram);
    }

    /// <summary>Who has a token has seen our credential, and an answer of full length has no room for it.</summary>
    private static bool IsIntroduction(GateArrival question) => question is { ShowedCredential: true, Message.Token: 0 };

    private static bool IsAnswer(KadMessage message) =>
        message is KadProtocol.Pong or KadProtocol.Nodes or KadProtocol.Values or KadProtocol.Stored or KadProtocol.Stranger;

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

    private sealed record Saved(string? Trouble) : IDeadLetterSuppression, INoSerializationVerificationNeeded;
}
