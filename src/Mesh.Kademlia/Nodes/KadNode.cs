using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// One peer of the overlay: a machine that turns inputs into effects. It has no clock, no randomness, no socket and no
/// thread; equal seeds and equal inputs give equal effects. The simulator and the network drive the same class. Not safe
/// for concurrent use: one driver feeds it.
/// </summary>
public sealed class KadNode
{
    private const int HandoverAttempts = 3;

    private readonly KadContext _context;
    private readonly Answering _answering;
    private readonly Upkeep _upkeep;
    // How to abandon those that may be.
    private readonly Dictionary<ulong, Action> _operations = [];

    /// <param name="self">Its id.</param>
    /// <param name="seed">32 bytes from the system's random source: request ids and tokens come from it.</param>
    /// <param name="randomSeed">For jitter and refresh targets.</param>
    public KadNode(NodeId self, KadSettings settings, ReadOnlyMemory<byte> seed, ulong randomSeed, in KadTime now)
    {
        if (seed.Length != KadSecret.SeedSize)
            throw new ArgumentException($"the seed has {KadSecret.SeedSize} bytes, not {seed.Length}", nameof(seed));
        _context = new KadContext(self, settings, seed, randomSeed, now.Monotonic);
        _answering = new Answering(_context);
        _upkeep = new Upkeep(_context);
        _upkeep.Begin(now);
    }

    public NodeId Self => _context.Self;

    public RoutingTable Table => _context.Table;

    public RecordStore Store => _context.Store;

    public KadCounters Counters => _context.Counters;

    /// <summary>Takes one input; what is to be done is added to <paramref name="effects"/>.</summary>
    public void Step(KadInput input, in KadTime now, KadEffects effects)
    {
        _context.Effects = effects;
        switch (input)
        {
            case KadInput.Received received:
                Receive(received, now);
                break;
            case KadInput.Verified verified:
                _context.OnVerified(verified.Ticket, verified.IsGood, now);
                break;
            case KadInput.Command command:
                Run(command, now);
                break;
        }

        RunDue(now);
        effects.WakeAt = _context.NextDue;
    }

    private void Receive(KadInput.Received received, in KadTime now)
    {
        var (from, message) = (received.From, received.Message);
        if (message.Sender == Self)
            return;
        if (message is KadProtocol.Pong or KadProtocol.Nodes or KadProtocol.Values or KadProtocol.Stored)
        {
            OnAnswer(from, message, now);
            return;
        }

        // A peer that cannot be reached holds nothing that others could ask for.
        if (_context.Settings.ClientMode)
            return;
        var contact = new Contact(message.Sender, from);
        var echoes = message.Token != 0 && _context.Secret.IsValid(message.Token, from, now.Monotonic);
        _answering.Answer(from, message, received.Bytes, echoes, now);
        if (!message.IsClient)
            See(contact, echoes && !received.IsCall ? Hearing.Answer : Hearing.Request, token: 0, now);
    }

    private void OnAnswer(KadAddress from, KadMessage answer, in KadTime now)
    {
        // Late, foreign and forged answers: nobody asked this peer this question.
        if (!_context.TryFindRequest(answer.RequestId, out var request) || request.Address != from
            || request.Peer is { } asked && asked.Id != answer.Sender)
        {
            Counters.AnswersDropped++;
            return;
        }

        if (!IsWhole(request, answer))
            return;
        _context.EndRequest(request);
        Counters.RequestsAnswered++;
        var peer = request.Peer ?? new Contact(answer.Sender, from);
        if (!answer.IsClient)
            See(peer, Hearing.Answer, answer.Token, now, isLedTo: request.Waiter is LookupTask);
        request.Waiter.OnAnswer(request, peer, answer, now);
    }

    private static bool IsWhole(PendingRequest request, KadMessage answer)
    {
        if (answer is not (KadProtocol.Nodes or KadProtocol.Values))
            return true;
        return answer is KadProtocol.Nodes nodes
            ? request.Gather(nodes.Contacts, nodes.Parts)
            : request.Gather(((KadProtocol.Values)answer).Contacts, parts: 1);
    }

    /// <param name="isLedTo">A lookup of this node came upon it.</param>
    private void See(Contact contact, Hearing hearing, ulong token, in KadTime now, bool isLedTo = false)
    {
        switch (Table.Observe(contact, hearing, now.Monotonic))
        {
            case Sighting.WorthProbing:
                PingTask.Start(_context, contact.Address, contact, operation: null, now);
                break;
            // To a node that is joining everybody is new: whom its lookups come upon was there before it.
            case Sighting.Added when Store.Count > 0 && !(isLedTo && _context.IsJoining):
                if (Handover.For(_context, contact, now) is { Count: > 0 } records)
                    Bring(contact, token, records, HandoverAttempts, now);
                break;
        }
    }

    /// <summary>Nobody else brings them: what is not answered for is sent again.</summary>
    private void Bring(Contact newcomer, ulong token, List<KadRecord> records, int attempts, in KadTime now) => Handover.Deliver(
        _context,
        newcomer,
        token,
        records,
        (verdicts, at) =>
        {
            if (verdicts.Length < records.Count && attempts > 1)
                Bring(newcomer, token, records[verdicts.Length..], attempts - 1, at);
        },
        now);

    private void RunDue(in KadTime now)
    {
        while (_context.Agenda.TryTake(now.Monotonic, out var due))
        {
            switch (due.Kind)
            {
                case DueKind.SoftTimeout when _context.TryFindRequest(due.Id, out var request):
                    _context.Repeat(request);
                    request.Waiter.OnSlow(request, isOverdue: false, now);
                    break;
                case DueKind.OverdueTimeout when _context.TryFindRequest(due.Id, out var request):
                    request.Waiter.OnSlow(request, isOverdue: true, now);
                    break;
                case DueKind.HardTimeout when _context.TryFindRequest(due.Id, out var request):
                    _context.EndRequest(request);
                    Counters.RequestsFailed++;
                    if (request.Peer is { } peer)
                        Table.Fail(peer.Id, now.Monotonic);
                    request.Waiter.OnFailure(request, now);
                    break;
                case DueKind.LookupDeadline when _context.Lookups.TryGetValue(due.Id, out var lookup):
                    lookup.OnDeadline(now);
                    break;
                case DueKind.Upkeep:
                    _upkeep.Round(now);
                    break;
            }
        }
    }

    private void Run(KadInput.Command command, in KadTime now)
    {
        switch (command)
        {
            case KadInput.Join join:
                JoinTask.Start(_context, join.Operation, join.Seeds, now);
                break;
            case KadInput.FindPeers find:
                FindPeers(find, now);
                break;
            case KadInput.Locate locate:
                Locate(locate, now);
                break;
            case KadInput.Publish publish:
                Publish(publish, now);
                break;
            case KadInput.PingPeer ping:
                PingTask.Start(_context, ping.Address, peer: null, ping.Operation, now);
                break;
            case KadInput.Leave leave:
                Leave(leave, now);
                break;
            case KadInput.Cancel cancel:
                if (_operations.Remove(cancel.Operation, out var abandon))
                    abandon();
                break;
            case KadInput.Withdraw withdraw:
                _upkeep.Forget(withdraw.Key, withdraw.MeshId);
                break;
        }
    }

    private void FindPeers(KadInput.FindPeers find, in KadTime now)
    {
        var task = LookupTask.Start(
            _context,
            new LookupWish(find.Target, LookupMode.Nodes) { IsRepeated = true },
            (lookup, _) => Complete(new KadResult.PeersFound(find.Operation, [.. lookup.Peers], lookup.Cost)),
            now);
        if (!task.HasEnded)
            _operations[find.Operation] = task.Abandon;
    }

    private void Locate(KadInput.Locate locate, in KadTime now)
    {
        var task = LocateTask.Start(_context, locate, Complete, now);
        if (!task.HasEnded)
            _operations[locate.Operation] = task.Abandon;
    }

    private void Complete(KadResult result)
    {
        _operations.Remove(result.Operation);
        _context.Complete(result);
    }

    private void Publish(KadInput.Publish publish, in KadTime now)
    {
        if (Store.Check(publish.Record, now) is { } refusal)
        {
            _context.Complete(new KadResult.Refused(publish.Operation, refusal));
            return;
        }

        _upkeep.Remember(publish.Record, now);
        PublishTask.Start(
            _context,
            publish,
            (task, _) => _context.Complete(
                new KadResult.Published(publish.Operation, task.Holders, task.Refusals, task.Cost)),
            now);
    }

    private void Leave(KadInput.Leave leave, in KadTime now)
    {
        var (open, records) = (1, 0);
        HandOn(Handover.All(_context, now).ToArray(), HandoverAttempts, now);
        Close();

        void HandOn((Contact Heir, List<KadRecord> Records)[] parts, int attempts, in KadTime at)
        {
            open += parts.Length;
            foreach (var (heir, held) in parts)
                Handover.Deliver(_context, heir, token: 0, held, (verdicts, then) => OnDelivered(held, attempts, verdicts, then), at);
        }

        void OnDelivered(List<KadRecord> held, int attempts, ImmutableArray<StoreVerdict> verdicts, KadTime at)
        {
            records += verdicts.Count(v => v is StoreVerdict.Stored or StoreVerdict.Refreshed);
            // The heir may have gone too, which nobody has noticed yet: there is a next one.
            if (verdicts.IsEmpty && attempts > 1)
                HandOn(Handover.To(_context, held).ToArray(), attempts - 1, at);
            Close();
        }

        void Close()
        {
            if (--open == 0)
                _context.Complete(new KadResult.Left(leave.Operation, records));
        }
    }
}
