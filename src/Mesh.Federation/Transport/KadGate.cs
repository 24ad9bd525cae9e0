using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Transport;

/// <summary>
/// Between the network and the actor: lets datagrams in that are within the limits, in form, and sealed by a gateway whose
/// credential is good, and seals those that go out. What comes in comes on the socket's thread and on those of calls, one
/// at a time; what goes out on the actor's.
/// </summary>
internal sealed partial class KadGate : IDisposable
{
    private readonly Lock _turn = new();
    private readonly GatewayIdentity _identity;
    private readonly FederationTrust _trust;
    private readonly IDatagramSocket _socket;
    private readonly TimeProvider _time;
    private readonly GateLimits _limits;
    private readonly ReadOnlyMemory<byte> _credential;
    private readonly KnownGateways _known;
    private readonly SourceLimiter _datagrams;
    private readonly SourceLimiter _introductions;
    private readonly long _start;
    private Action<GateArrival> _sink = static _ => { };
    private int _pending;
    private bool _isClosed;

    public KadGate(GatewayIdentity identity, IDatagramSocket socket, GateLimits limits, TimeProvider time, GateCounters counters)
    {
        (_identity, _socket, _time, _limits, Counters) = (identity, socket, time, limits, counters);
        _trust = new FederationTrust(identity.Authority, identity.Revocations);
        _credential = CredentialCodec.Write(identity.Credential);
        _known = new KnownGateways(limits.KnownGateways);
        _datagrams = new SourceLimiter(limits.DatagramsPerSecond);
        _introductions = new SourceLimiter(limits.IntroductionsPerSecond);
        _start = time.GetTimestamp();
        // What an answer holds beside our credential, as the length of a question that may be answered with it.
        var room = KadSizes.MaxDatagram - KadSizes.Header - SealedCodec.SealSize - SealedCodec.SizeOf(_credential);
        StrangerBytes = (room + KadSizes.Header + KadSizes.SealReserve) / KadSizes.Amplification;
    }

    public KadAddress Local => _socket.Local;

    /// <summary>A question of a stranger counts as no longer than this, because the answer shows our credential too.</summary>
    public int StrangerBytes { get; }

    public GateCounters Counters { get; }

    /// <summary>Begins to receive.</summary>
    /// <param name="sink">Called with each arrival, which is to be ended by <see cref="OnHandled"/>.</param>
    public void Open(Action<GateArrival> sink)
    {
        _sink = sink;
        _socket.Listen(Receive);
    }

    /// <summary>An arrival was handled: there is room for another.</summary>
    public void OnHandled() => Interlocked.Decrement(ref _pending);

    /// <param name="introduce">Show our credential.</param>
    public byte[] Seal(KadMessage message, int padTo, bool introduce) =>
        SealedCodec.Write(message, _identity.GatewayKey, introduce ? _credential : default, padTo);

    public void Send(KadAddress to, ReadOnlySpan<byte> datagram) => Counters.OnSent(_socket.Send(datagram, to));

    public void Dispose()
    {
        _socket.Dispose();
        // A call may be on its way in.
        lock (_turn)
        {
            _isClosed = true;
            _trust.Dispose();
        }
    }

    private void Receive(KadAddress from, ReadOnlySpan<byte> datagram)
    {
        Counters.OnReceived();
        lock (_turn)
        {
            if (!_isClosed && HasRoom(from) && Admit(from, from, datagram, out _) is { } arrival)
                HandOn(arrival);
        }
    }

    private bool HasRoom(in KadAddress source)
    {
        if (_datagrams.TryTake(source, Elapsed) && Volatile.Read(ref _pending) < _limits.Pending)
            return true;
        Counters.OnLimited();
        return false;
    }

    /// <param name="source">Whose first contacts are counted.</param>
    private GateArrival? Admit(in KadAddress source, in KadAddress from, ReadOnlySpan<byte> datagram, out CallFault fault)
    {
        fault = CallFault.Malformed;
        if (datagram.Length > KadSizes.MaxDatagram || !SealedCodec.TryRead(datagram, out var message, out var shown, out _))
        {
            Counters.OnMalformed();
            return null;
        }

        fault = CallFault.Refused;
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var key = _known.KeyOf(message.Sender, seconds, _trust);
        if (key is null && shown.IsEmpty)
        {
            Counters.OnRefused();
            // Only to a question, so that two strangers do not go on asking each other.
            return IsQuestion(message)
                ? new GateArrival(from, message, datagram.Length, IsKnown: false, ShowedCredential: false)
                : null;
        }

        if (key is null && !_introductions.TryTake(source, Elapsed))
        {
            fault = CallFault.Limited;
            Counters.OnLimited();
            return null;
        }

        if (key is null ? !TryIntroduce(message, shown, datagram, seconds) : !SealedCodec.IsSealedBy(key, datagram))
        {
            Counters.OnRefused();
            return null;
        }

        return new GateArrival(from, message, datagram.Length, IsKnown: true, !shown.IsEmpty);
    }

    private bool TryIntroduce(KadMessage message, ReadOnlyMemory<byte> shown, ReadOnlySpan<byte> datagram, long seconds)
    {
        if (!CredentialCodec.TryRead(shown.Span, out var credential) || credential.NodeId != message.Sender
            || KeyPoint.TryImport(credential.GatewayPoint.Span) is not { } key)
            return false;
        // The seal first: it is one signature, the credential two.
        if (!SealedCodec.IsSealedBy(key, datagram) || _trust.Refusal(credential, seconds) is not null)
        {
            key.Dispose();
            return false;
        }

        _known.Add(credential, key);
        return true;
    }

    private void HandOn(GateArrival arrival)
    {
        Interlocked.Increment(ref _pending);
        if (IsQuestion(arrival.Message))
            Counters.OnTaken(arrival.By);
        _sink(arrival);
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private static bool IsQuestion(KadMessage message) =>
        message is KadProtocol.Ping or KadProtocol.FindNode or KadProtocol.FindValue or KadProtocol.Store;
}
