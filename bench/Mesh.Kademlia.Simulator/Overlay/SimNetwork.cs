using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>
/// Whole <see cref="KadNode"/>s on a virtual clock: what they send arrives after half a round trip, or not at all. Every
/// signature counts as good unless a test says otherwise.
/// </summary>
internal sealed class SimNetwork(KadSettings settings, RoundTrips trips, double loss, ulong seed)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private readonly List<SimPeer> _peers = [];
    private readonly PriorityQueue<Event, (TimeSpan At, long Order)> _events = new();
    private readonly Dictionary<ulong, Action<KadResult>> _waiting = [];
    private KadRandom _random = new(seed);
    private long _order;
    private ulong _operations;

    private readonly record struct Event(int Peer, KadInput Input);

    public TimeSpan Now { get; private set; }

    public Moment Time => new(Now, Epoch + Now);

    public IReadOnlyList<SimPeer> Peers => _peers;

    public IEnumerable<SimPeer> Live => _peers.Where(p => p.IsAlive);

    public ref KadRandom Random => ref _random;

    /// <summary>Datagrams sent, questions only.</summary>
    public long Requests => _peers.Sum(p => p.Node.Counters.RequestsSent);

    /// <summary>Sees everything that is sent.</summary>
    public Action<KadEffect.Send>? OnSend { get; set; }

    /// <summary>The part of all datagrams that gets lost.</summary>
    public double Loss { get; set; } = loss;

    public Func<KadRecord, bool> IsGood { get; set; } = static _ => true;

    public SimPeer Add(NodeId? id = null, KadSettings? own = null)
    {
        var secret = new byte[32];
        BitConverter.TryWriteBytes(secret, _random.Next());
        var address = KadAddress.V4((uint)_peers.Count, 4000);
        var node = new KadNode(id ?? NodeId.Random(ref _random), own ?? settings, secret, _random.Next(), Time);
        var peer = new SimPeer(node, new Contact(node.Self, address));
        _peers.Add(peer);
        Step(_peers.Count - 1, new KadInput.Tick());
        return peer;
    }

    public SimPeer RandomLive()
    {
        while (true)
        {
            var peer = _peers[_random.Below(_peers.Count)];
            if (peer is { IsAlive: true, IsJoining: false })
                return peer;
        }
    }

    /// <summary>Tells a peer what its owner wants; the result comes in virtual time.</summary>
    public void Command(SimPeer peer, Func<ulong, KadInput.Command> command, Action<KadResult> onResult)
    {
        var operation = ++_operations;
        _waiting[operation] = onResult;
        Step((int)(uint)peer.Contact.Address.Host, command(operation));
    }

    /// <summary>The same, and lets time pass until the result is there.</summary>
    public T Do<T>(SimPeer peer, Func<ulong, KadInput.Command> command)
        where T : KadResult
    {
        T? result = null;
        Command(peer, command, r => result = (T)r);
        while (result is null && Next())
        {
            // The next event may bring it.
        }

        return result ?? throw new InvalidOperationException("nothing more happens and the operation has not ended");
    }

    /// <summary>Lets so much time pass.</summary>
    public void Run(TimeSpan span)
    {
        var end = Now + span;
        while (_events.TryPeek(out _, out var due) && due.At <= end)
            Next();
        Now = end;
    }

    /// <summary>A datagram from anywhere.</summary>
    public void Inject(SimPeer to, KadAddress from, KadMessage message, int bytes) =>
        Step((int)(uint)to.Contact.Address.Host, new KadInput.Received(from, message, bytes));

    private bool Next()
    {
        if (!_events.TryDequeue(out var next, out var due))
            return false;
        Now = due.At > Now ? due.At : Now;
        var peer = _peers[next.Peer];
        // A tick that an earlier one has made needless.
        if (peer.IsAlive && (next.Input is not KadInput.Tick || peer.WakeAt <= Now))
            Step(next.Peer, next.Input);
        return true;
    }

    private void Step(int at, KadInput input)
    {
        var peer = _peers[at];
        var pending = new Queue<KadInput>();
        pending.Enqueue(input);
        while (pending.TryDequeue(out var one))
        {
            foreach (var effect in peer.Node.Step(one, Time))
                Perform(peer, effect, pending);
        }

        if (peer.Node.WakeAt != peer.WakeAt)
        {
            peer.WakeAt = peer.Node.WakeAt;
            _events.Enqueue(new Event(at, Tick), (peer.WakeAt, _order++));
        }
    }

    private static KadInput.Tick Tick { get; } = new();

    private void Perform(SimPeer peer, KadEffect effect, Queue<KadInput> pending)
    {
        switch (effect)
        {
            case KadEffect.Send honest:
                var send = peer.Forge is { } forge ? honest with { Message = forge(honest.Message) } : honest;
                OnSend?.Invoke(send);
                Deliver(peer, send);
                break;
            case KadEffect.Verify verify:
                pending.Enqueue(new KadInput.Verified(verify.Ticket, IsGood(verify.Record)));
                break;
            case KadEffect.Complete complete when _waiting.Remove(complete.Result.Operation, out var onResult):
                onResult(complete.Result);
                break;
        }
    }

    private void Deliver(SimPeer from, KadEffect.Send send)
    {
        var to = (int)(uint)send.To.Host;
        if (from.IsCutOff || to >= _peers.Count || !_peers[to].IsAlive || _peers[to].IsCutOff || _random.Unit() < Loss)
            return;
        var bytes = Math.Max(send.PadTo, KadSizes.Header);
        _events.Enqueue(
            new Event(to, new KadInput.Received(from.Contact.Address, send.Message, bytes)),
            (Now + TimeSpan.FromMilliseconds(trips.NextMs(ref _random) / 2), _order++));
    }
}
