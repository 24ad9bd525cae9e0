using System.Runtime.InteropServices;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// One lookup of a node: asks whom its <see cref="Lookup"/> names, has records checked, collects them and the tokens for
/// writing, and tells its owner when it ends.
/// </summary>
internal sealed class LookupTask : IWaiter, IVerificationWaiter
{
    private readonly NodeState _node;
    private readonly Lookup _lookup;
    private readonly LookupWish _wish;
    private readonly Action<LookupTask, Moment> _onEnd;
    private readonly ulong _number;
    private readonly ulong _salt;
    private readonly TimeSpan _startedAt;
    private readonly Dictionary<NodeId, ulong> _tokens = [];
    private readonly Dictionary<NodeId, LookupReply> _checking = [];
    private bool _isNearlyFound;
    private int _repeats;

    private delegate int FillPeers(Span<Contact> into);

    private LookupTask(NodeState node, LookupWish wish, Action<LookupTask, Moment> onEnd, in Moment now)
    {
        (_node, _wish, _onEnd, _startedAt) = (node, wish, onEnd, now.At);
        _lookup = node.TakeLookup();
        _salt = node.Random.Next();
        _number = node.Secret.NextRequestId();
    }

    public NodeId Target => _wish.Target;

    public LookupMode Mode => _wish.Mode;

    public RecordMerge Records => _wish.Records;

    public bool IsCrowded { get; private set; }

    /// <summary>False: the deadline ended it.</summary>
    public bool IsInTime { get; private set; } = true;

    /// <summary>The nearest peers that answered, nearest first. Set at the end, and when it is nearly found.</summary>
    public Contact[] Peers { get; private set; } = [];

    /// <summary>Nothing is to come of it any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Where a copy may be kept. Set at the end.</summary>
    public Contact? CachePlace { get; private set; }

    /// <summary>Of all of it at the end, of what was done so far when it is nearly found.</summary>
    public LookupCost Cost { get; private set; }

    /// <summary>Starts it; it may end at once, when nobody is known.</summary>
    public static LookupTask Start(NodeState node, LookupWish wish, Action<LookupTask, Moment> onEnd, in Moment now)
    {
        var task = new LookupTask(node, wish, onEnd, now);
        node.Lookups.Add(task._number, task);
        node.Agenda.Add(
            now.At + (wish.Deadline ?? node.Settings.LookupDeadline), DueKind.LookupDeadline, task._number);
        task.Begin(now);
        task.Go(now);
        return task;
    }

    public ulong TokenOf(in NodeId peer) => _tokens.GetValueOrDefault(peer);

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in Moment now)
    {
        if (HasEnded)
            return;
        _tokens[peer.Id] = answer.Token;
        switch (answer)
        {
            case KadProtocol.Nodes:
                Take(peer, request.Gathered!, hadValue: false);
                break;
            case KadProtocol.Values values:
                Read(peer, request.Gathered!, values, now);
                break;
            default:
                _lookup.OnFailure(peer.Id);
                break;
        }

        Go(now);
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in Moment now)
    {
        if (HasEnded)
            return;
        if (isOverdue)
            _lookup.OnOverdue(request.Peer!.Id);
        else
        {
            _repeats += _wish.IsRepeated ? 1 : 0;
            _lookup.OnSlow(request.Peer!.Id);
        }

        Go(now);
    }

    public void OnFailure(PendingRequest request, in Moment now)
    {
        if (HasEnded)
            return;
        _lookup.OnFailure(request.Peer!.Id);
        _checking.Remove(request.Peer.Id);
        Go(now);
    }

    public void OnVerified(KadRecord record, int place, bool isGood, in Moment now)
    {
        var peer = _checking.FirstOrDefault(c => c.Value.Number == place);
        if (HasEnded || peer.Value is not { } reply)
            return;
        if (isGood)
            reply.HadValue |= Records.Add(record, now) || Records.Knows(record);
        else
            reply.IsForged = true;
        reply.Unchecked--;
        Finish(reply);
        Go(now);
    }

    public void OnDeadline(in Moment now)
    {
        if (HasEnded)
            return;
        IsInTime = false;
        End(now);
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Abandon()
    {
        HasEnded = true;
        _node.Lookups.Remove(_number);
    }

    private void Begin(in Moment now)
    {
        var parameters = _wish.Parameters(_node.Settings);
        if (_wish.Only.Length > 0)
        {
            _lookup.Start(Target, parameters, _wish.Only);
            return;
        }

        _node.Table.NoteLookup(Target, now.At);
        var seeds = new Contact[parameters.Seeds];
        _lookup.Start(Target, parameters, seeds.AsSpan(0, _node.Table.Closest(Target, seeds)));
    }

    private void Go(in Moment now)
    {
        while (!HasEnded && _lookup.TryNext(out var peer))
            AskFor(peer, from: 0, now);
        if (!HasEnded && _lookup.IsDone)
            End(now);
        else if (!HasEnded && !_isNearlyFound && _wish.OnNearlyFound is { } onNearlyFound && _lookup.AwaitsSlowOnly)
        {
            _isNearlyFound = true;
            Measure(_lookup.Settled, now);
            onNearlyFound(this, now);
        }
    }

    private void AskFor(Contact peer, int from, in Moment now)
    {
        var id = _node.Secret.NextRequestId();
        var token = TokenOf(peer.Id);
        var isClient = _node.Settings.ClientMode;
        // Each holder gives another part first: together they soon have given all, even of a set too large for the pages.
        var salt = _salt ^ peer.Id.High;
        KadMessage question = Mode is LookupMode.Nodes
            ? new KadProtocol.FindNode { RequestId = id, Sender = _node.Self, Token = token, IsClient = isClient, Target = Target }
            : new KadProtocol.FindValue
            {
                RequestId = id,
                Sender = _node.Self,
                Token = token,
                IsClient = isClient,
                Key = Target,
                Salt = salt,
                From = from,
            };
        _node.Ask(peer.Address, peer, question, this, now, _wish.IsRepeated);
    }

    private void Take(Contact peer, List<Contact> contacts, bool hadValue)
    {
        contacts.RemoveAll(c => c.Id == _node.Self || _wish.Only.Length > 0);
        _lookup.OnAnswer(peer.Id, CollectionsMarshal.AsSpan(contacts), hadValue);
    }

    private void Read(Contact peer, List<Contact> contacts, KadProtocol.Values values, in Moment now)
    {
        IsCrowded |= values.IsCrowded;
        if (!_checking.TryGetValue(peer.Id, out var reply))
            _checking[peer.Id] = reply = new LookupReply(peer, _checking.Count == 0 ? 1 : _checking.Max(c => c.Value.Number) + 1);
        var isLast = reply.Add(contacts, values.Next, Mode is LookupMode.First ? 1 : _node.Settings.MaxPages);
        foreach (var record in values.Records)
        {
            if (record.Key != Target)
                reply.IsForged = true;
            else if (Records.Knows(record))
                reply.HadValue = true;
            else
            {
                reply.Unchecked++;
                _node.Verify(record, reply.Number, this);
            }
        }

        if (!isLast)
            AskFor(peer, reply.From, now);
        Finish(reply);
    }

    private void Finish(LookupReply reply)
    {
        if (!reply.IsComplete || reply.Unchecked > 0)
            return;
        _checking.Remove(reply.Peer.Id);
        // Who hands on a record that its mesh did not sign is not believed in anything else.
        if (reply.IsForged)
            _lookup.OnFailure(reply.Peer.Id);
        else
            Take(reply.Peer, reply.Contacts, reply.HadValue);
    }

    private void End(in Moment now)
    {
        Abandon();
        Measure(_lookup.Closest, now);
        CachePlace = _lookup.CachePlace();
        _node.GiveBack(_lookup);
        _onEnd(this, now);
    }

    private void Measure(FillPeers fill, in Moment now)
    {
        var peers = new Contact[_node.Settings.K];
        Peers = peers[..fill(peers)];
        Cost = new LookupCost(_lookup.Hops, _lookup.Messages + _repeats, _lookup.Failures, now.At - _startedAt);
    }
}
