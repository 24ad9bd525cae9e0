using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// What the tasks of one node share: its table, its store, the requests in flight and the effects of the present step.
/// </summary>
internal sealed class NodeState
{
    private const int SpareLookups = 2;

    private readonly Dictionary<ulong, PendingRequest> _requests = [];
    private readonly Dictionary<ulong, (IVerificationWaiter Waiter, KadRecord Record, int Place)> _checks = [];
    private readonly Stack<Lookup> _spare = new();
    private readonly List<KadEffect> _effects = [];
    private KadRandom _random;
    private ulong _lastTicket;

    public NodeState(NodeId self, KadSettings settings, ReadOnlyMemory<byte> seed, ulong randomSeed, TimeSpan now)
    {
        Self = self;
        Settings = settings;
        Secret = new KadSecret(seed);
        Table = new RoutingTable(self, settings, now);
        Store = new RecordStore(settings);
        _random = new KadRandom(randomSeed);
    }

    public NodeId Self { get; }

    public KadSettings Settings { get; }

    public KadSecret Secret { get; }

    public RoutingTable Table { get; }

    public RecordStore Store { get; }

    public Agenda Agenda { get; } = new();

    /// <summary>Lookups that have a deadline, by their number.</summary>
    public Dictionary<ulong, LookupTask> Lookups { get; } = [];


    public ref KadRandom Random => ref _random;

    public KadCounters Counters { get; } = new();

    /// <summary>When there is something to do, timeouts of requests that have ended left out.</summary>
    public TimeSpan NextDue
    {
        get
        {
            while (Agenda.TryPeek(out var due) && due.Kind is DueKind.SoftTimeout or DueKind.OverdueTimeout or DueKind.HardTimeout
                && !_requests.ContainsKey(due.Id))
                Agenda.Drop();
            return Agenda.Next;
        }
    }

    public int ChecksInFlight => _checks.Count;

    /// <summary>Joins that have not ended.</summary>
    public int OpenJoins { get; set; }

    public bool IsJoining => OpenJoins > 0;

    /// <summary>Sends a question; the waiter hears what comes of it.</summary>
    /// <param name="isRepeated">
    /// Sent once more, under the same number, when the soft timeout has passed: for what no other peer can answer.
    /// </param>
    public PendingRequest Ask(
        KadAddress address, Contact? peer, KadMessage question, IWaiter waiter, in Moment now, bool isRepeated = false)
    {
        var isPadded = question is KadProtocol.FindNode or KadProtocol.FindValue;
        var send = new KadEffect.Send(address, question, isPadded && question.Token == 0 ? KadSizes.PaddedRequest : 0);
        var request = new PendingRequest(question.RequestId, address, peer, waiter, now.At)
        {
            Again = isRepeated ? send : null,
        };
        _requests.Add(request.Id, request);
        Agenda.Add(now.At + Settings.SoftTimeout, DueKind.SoftTimeout, request.Id);
        Agenda.Add(now.At + Settings.OverdueTimeout, DueKind.OverdueTimeout, request.Id);
        Agenda.Add(now.At + Settings.HardTimeout, DueKind.HardTimeout, request.Id);
        Counters.RequestsSent++;
        _effects.Add(send);
        return request;
    }

    /// <summary>Sends it once more, if it is such a one: it or its answer may have been lost.</summary>
    public void Repeat(PendingRequest request)
    {
        if (request.Again is not { } send)
            return;
        request.Again = null;
        Counters.RequestsSent++;
        _effects.Add(send);
    }

    public void Send(KadAddress to, KadMessage message, int padTo = 0) =>
        _effects.Add(new KadEffect.Send(to, message, padTo));

    public void Complete(KadResult result) => _effects.Add(new KadEffect.Complete(result));

    public void AskForRenewal(in NodeId key, in NodeId meshId) => _effects.Add(new KadEffect.Renew(key, meshId));

    /// <summary>What the present step wants done, in order; the next begins with nothing.</summary>
    public ImmutableArray<KadEffect> TakeEffects()
    {
        ImmutableArray<KadEffect> taken = [.. _effects];
        _effects.Clear();
        return taken;
    }

    public bool TryFindRequest(ulong id, out PendingRequest request) => _requests.TryGetValue(id, out request!);

    public void EndRequest(PendingRequest request) => _requests.Remove(request.Id);

    /// <summary>Has a record's signature checked.</summary>
    /// <param name="place">Handed back with the outcome.</param>
    public void Verify(KadRecord record, int place, IVerificationWaiter waiter)
    {
        _checks.Add(++_lastTicket, (waiter, record, place));
        _effects.Add(new KadEffect.Verify(_lastTicket, record));
    }

    public void OnVerified(ulong ticket, bool isGood, in Moment now)
    {
        if (_checks.Remove(ticket, out var check))
            check.Waiter.OnVerified(check.Record, check.Place, isGood, now);
    }

    public Lookup TakeLookup() => _spare.TryPop(out var lookup) ? lookup : new Lookup();

    public void GiveBack(Lookup lookup)
    {
        if (_spare.Count < SpareLookups)
            _spare.Push(lookup);
    }

    public KadProtocol.Ping NewPing() => new() { RequestId = Secret.NextRequestId(), Sender = Self, IsClient = Settings.ClientMode };
}
