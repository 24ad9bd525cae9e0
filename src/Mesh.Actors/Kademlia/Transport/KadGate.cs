using Mesh.Federation.Trust;
using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Transport;

/// <summary>
/// Between the socket and the actor: lets datagrams in that are within the limits, in form, and sealed by a gateway whose
/// credential is good, and seals those that go out. Receiving is the socket's thread, sending the actor's; each has its
/// own state here.
/// </summary>
internal sealed class KadGate : IDisposable
{
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

    public KadGate(GatewayIdentity identity, IDatagramSocket socket, GateLimits limits, TimeProvider time, GateCounters counters)
    {
        (_identity, _socket, _time, _limits, Counters) = (identity, socket, time, limits, counters);
        _trust = new FederationTrust(identity.Authority);
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
    /// <param name="sink">Called on the socket's thread; each arrival is to be ended by <see cref="OnHandled"/>.</param>
    public void Open(Action<GateArrival> sink)
    {
        _sink = sink;
        _socket.Listen(Receive);
    }

    /// <summary>An arrival was handled: there is room for another.</summary>
    public void OnHandled() => Interlocked.Decrement(ref _pending);

    /// <param name="introduce">Show our credential.</param>
    public void Send(KadAddress to, KadMessage message, int padTo, bool introduce) => Counters.OnSent(_socket.Send(
        SealedCodec.Write(message, _identity.GatewayKey, introduce ? _credential : default, padTo), to));

    public void Dispose()
    {
        _socket.Dispose();
        _trust.Dispose();
    }

    private void Receive(KadAddress from, ReadOnlySpan<byte> datagram)
    {
        Counters.OnReceived();
        var now = _time.GetElapsedTime(_start);
        if (!_datagrams.TryTake(from, now) || Volatile.Read(ref _pending) >= _limits.Pending)
        {
            Counters.OnLimited();
            return;
        }

        if (datagram.Length > KadSizes.MaxDatagram || !SealedCodec.TryRead(datagram, out var message, out var shown, out _))
        {
            Counters.OnMalformed();
            return;
        }

        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var key = _known.KeyOf(message.Sender, seconds);
        if (key is null && shown.IsEmpty)
        {
            AskWhoItIs(from, message, datagram.Length);
            return;
        }

        if (key is null && !_introductions.TryTake(from, now))
        {
            Counters.OnLimited();
            return;
        }

        if (key is null ? !TryIntroduce(message, shown, datagram, seconds) : !SealedCodec.IsSealedBy(key, datagram))
        {
            Counters.OnRefused();
            return;
        }

        HandOn(new GateArrival(from, message, datagram.Length, IsKnown: true, !shown.IsEmpty));
    }

    private void AskWhoItIs(KadAddress from, KadMessage message, int bytes)
    {
        Counters.OnRefused();
        // Only to a question, so that two strangers do not go on asking each other.
        if (message is KadProtocol.Ping or KadProtocol.FindNode or KadProtocol.FindValue or KadProtocol.Store)
            HandOn(new GateArrival(from, message, bytes, IsKnown: false, ShowedCredential: false));
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
        _sink(arrival);
    }
}
