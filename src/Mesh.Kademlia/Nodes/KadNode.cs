using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// One peer of the overlay: a machine that turns inputs into effects. It has no clock, no randomness, no socket and no
/// thread; equal seeds and equal inputs give equal effects. The simulator and the network drive the same class. The next
/// state is the node itself, changed in place, since its table and its store are large. Not safe for concurrent use: one
/// driver feeds it.
/// </summary>
public sealed class KadNode
{
    private readonly NodeState _node;
    private readonly Answering _answering;
    private readonly Introductions _introductions;
    private readonly Operations _operations;
    private readonly Upkeep _upkeep;

    /// <param name="self">Its id.</param>
    /// <param name="seed">32 bytes from the system's random source: request ids and tokens come from it.</param>
    /// <param name="randomSeed">For jitter and refresh targets.</param>
    public KadNode(NodeId self, KadSettings settings, ReadOnlyMemory<byte> seed, ulong randomSeed, in Moment now)
    {
        if (seed.Length != KadSecret.SeedSize)
            throw new ArgumentException($"the seed has {KadSecret.SeedSize} bytes, not {seed.Length}", nameof(seed));
        _node = new NodeState(self, settings, seed, randomSeed, now.At);
        _answering = new Answering(_node);
        _introductions = new Introductions(_node);
        _upkeep = new Upkeep(_node);
        _operations = new Operations(_node, _upkeep);
        _upkeep.Begin(now);
    }

    public NodeId Self => _node.Self;

    internal RoutingTable Table => _node.Table;

    internal RecordStore Store => _node.Store;

    public KadCounters Counters => _node.Counters;

    /// <summary>When it wants the next <see cref="KadInput.Tick"/>, on the monotonic clock; changes with each step.</summary>
    public TimeSpan WakeAt { get; private set; }

    /// <summary>Takes one input and answers what is to be done, in this order.</summary>
    public ImmutableArray<KadEffect> Step(KadInput input, in Moment now)
    {
        switch (input)
        {
            case KadInput.Received received:
                Receive(received, now);
                break;
            case KadInput.Verified verified:
                _node.OnVerified(verified.Ticket, verified.IsGood, now);
                break;
            case KadInput.Command command:
                _operations.Run(command, now);
                break;
        }

        RunDue(now);
        WakeAt = _node.NextDue;
        return _node.TakeEffects();
    }

    private void Receive(KadInput.Received received, in Moment now)
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
        if (_node.Settings.ClientMode)
            return;
        var contact = new Contact(message.Sender, from);
        var echoes = message.Token != 0 && _node.Secret.IsValid(message.Token, from, now.At);
        _answering.Answer(from, message, received.Bytes, echoes, now);
        if (!message.IsClient)
            _introductions.See(contact, echoes && !received.IsCall ? ContactEvidence.Answer : ContactEvidence.Request, token: 0, now);
    }

    private void OnAnswer(KadAddress from, KadMessage answer, in Moment now)
    {
        // Late, foreign and forged answers: nobody asked this peer this question.
        if (!_node.TryFindRequest(answer.RequestId, out var request) || request.Address != from
            || request.Peer is { } asked && asked.Id != answer.Sender)
        {
            Counters.AnswersDropped++;
            return;
        }

        if (!IsWhole(request, answer))
            return;
        _node.EndRequest(request);
        Counters.RequestsAnswered++;
        var peer = request.Peer ?? new Contact(answer.Sender, from);
        if (!answer.IsClient)
            _introductions.See(peer, ContactEvidence.Answer, answer.Token, now, isLedTo: request.Waiter is LookupTask);
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

    private void RunDue(in Moment now)
    {
        while (_node.Agenda.TryTake(now.At, out var due))
        {
            switch (due.Kind)
            {
                case DueKind.SoftTimeout when _node.TryFindRequest(due.Id, out var request):
                    _node.Repeat(request);
                    request.Waiter.OnSlow(request, isOverdue: false, now);
                    break;
                case DueKind.OverdueTimeout when _node.TryFindRequest(due.Id, out var request):
                    request.Waiter.OnSlow(request, isOverdue: true, now);
                    break;
                case DueKind.HardTimeout when _node.TryFindRequest(due.Id, out var request):
                    _node.EndRequest(request);
                    Counters.RequestsFailed++;
                    if (request.Peer is { } peer)
                        Table.Fail(peer.Id, now.At);
                    request.Waiter.OnFailure(request, now);
                    break;
                case DueKind.LookupDeadline when _node.Lookups.TryGetValue(due.Id, out var lookup):
                    lookup.OnDeadline(now);
                    break;
                case DueKind.Upkeep:
                    _upkeep.Round(now);
                    break;
            }
        }
    }
}
