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
    private readonly KadContext _context;
    private readonly Lookup _lookup;
    private readonly LookupWish _wish;
    private readonly Action<LookupTask, KadTime> _onEnd;
    private readonly ulong _number;
    private readonly ulong _salt;
    private readonly TimeSpan _startedAt;
    private readonly Dictionary<NodeId, ulong> _tokens = [];
    private readonly Dictionary<NodeId, LookupReply> _checking = [];
    private bool _isNearlyFound;
    private int _repeats;

    private delegate int FillPeers(Span<Contact> into);

    private LookupTask(KadContext context, LookupWish wish, Action<LookupTask, KadTime> onEnd, in KadTime now)
    {
        (_context, _wish, _onEnd, _startedAt) = (context, wish, onEnd, now.Monotonic);
        _lookup = context.TakeLookup();
        _salt = context.Random.Next();
        _number = context.Secret.NextRequestId();
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
    public static LookupTask Start(KadContext context, LookupWish wish, Action<LookupTask, KadTime> onEnd, in KadTime now)
    {
        var task = new LookupTask(context, wish, onEnd, now);
        context.Lookups.Add(task._number, task);
        context.Agenda.Add(
            now.Monotonic + (wish.Deadline ?? context.Settings.LookupDeadline), DueKind.LookupDeadline, task._number);
        var terms = LookupTerms.Of(context.Settings, wish.Mode, wish.Paths);
        if (wish.Width > 0)
            terms = terms with { K = wish.Width };
        if (wish.Only.Length > 0)
        {
            terms = terms with { K = wish.Only.Length, Alpha = wish.Only.Length, FirstRound = wish.Only.Length };
            task._lookup.Start(wish.Target, terms, wish.Only);
        }
        else
        {
            context.Table.NoteLookup(wish.Target, now.Monotonic);
            var seeds = new Contact[terms.Seeds];
            task._lookup.Start(wish.Target, terms, seeds.AsSpan(0, context.Table.Closest(wish.Target, seeds)));
        }

        task.Go(now);
        return task;
    }

    public ulong TokenOf(in NodeId peer) => _tokens.GetValueOrDefault(peer);

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in KadTime now)
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

    public void OnSlow(PendingRequest request, bool isOverdue, in KadTime now)
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

    public void OnFailure(PendingRequest request, in KadTime now)
    {
        if (HasEnded)
            return;
        _lookup.OnFailure(request.Peer!.Id);
        _checking.Remove(request.Peer.Id);
        Go(now);
    }

    public void OnVerified(KadRecord record, int place, bool isGood, in KadTime now)
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

    public void OnDeadline(in KadTime now)
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
        _context.Lookups.Remove(_number);
    }

    private void Go(in KadTime now)
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

    private void AskFor(Contact peer, int from, in KadTime now)
    {
        var id = _context.Secret.NextRequestId();
        var token = TokenOf(peer.Id);
        var isClient = _context.Settings.ClientMode;
        // Each holder gives another part first: together they soon have given all, even of a set too large for the pages.
        var salt = _salt ^ peer.Id.High;
        KadMessage question = Mode is LookupMode.Nodes
            ? new KadProtocol.FindNode { RequestId = id, Sender = _context.Self, Token = token, IsClient = isClient, Target = Target }
            : new KadProtocol.FindValue
            {
                RequestId = id,
                Sender = _context.Self,
                Token = token,
                IsClient = isClient,
                Key = Target,
                Salt = salt,
                From = from,
            };
        _context.Ask(peer.Address, peer, question, this, now, _wish.IsRepeated);
    }

    private void Take(Contact peer, List<Contact> contacts, bool hadValue)
    {
        contacts.RemoveAll(c => c.Id == _context.Self || _wish.Only.Length > 0);
        _lookup.OnAnswer(peer.Id, CollectionsMarshal.AsSpan(contacts), hadValue);
    }

    private void Read(Contact peer, List<Contact> contacts, KadProtocol.Values values, in KadTime now)
    {
        IsCrowded |= values.IsCrowded;
        if (!_checking.TryGetValue(peer.Id, out var reply))
            _checking[peer.Id] = reply = new LookupReply(peer, _checking.Count == 0 ? 1 : _checking.Max(c => c.Value.Number) + 1);
        reply.Contacts.AddRange(contacts);
        reply.Pages++;
        var isLast = values.Next <= reply.From || reply.Pages >= _context.Settings.MaxPages || Mode is LookupMode.First;
        reply.From = isLast ? reply.From : values.Next;
        reply.IsComplete = isLast;
        foreach (var record in values.Records)
        {
            if (record.Key != Target)
                reply.IsForged = true;
            else if (Records.Knows(record))
                reply.HadValue = true;
            else
            {
                reply.Unchecked++;
                _context.Verify(record, reply.Number, this);
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

    private void End(in KadTime now)
    {
        Abandon();
        Measure(_lookup.Closest, now);
        CachePlace = _lookup.CachePlace();
        _context.GiveBack(_lookup);
        _onEnd(this, now);
    }

    private void Measure(FillPeers fill, in KadTime now)
    {
        var peers = new Contact[_context.Settings.K];
        Peers = peers[..fill(peers)];
        Cost = new LookupCost(_lookup.Hops, _lookup.Messages + _repeats, _lookup.Failures, now.Monotonic - _startedAt);
    }
}
