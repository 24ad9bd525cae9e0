using Akka.Actor;
using Mesh.Kademlia;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <content>Wishes of the node's services.</content>
internal sealed partial class KademliaActor
{
    private const int MaxOperations = 1_024;
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ulong, IPending> _pending = [];
    private ulong _lastOperation;

    private bool CanPublish => _parts.Identity.Signer is not null && !_parts.Settings.ClientMode;

    private void On(Publish publish)
    {
        if (Refusal(publish.Subject) is { } refusal)
        {
            Sender.Tell(refusal);
            return;
        }

        var publication = new Publication(
            publish.Subject,
            OverlayKeys.Of(publish.Subject),
            OverlayKeys.ShardOf(publish.Subject, _parts.Identity.Credential.MeshId),
            publish.Locator);
        if (TrySign(publication, publication.Key, out var record) is { } fault)
        {
            Sender.Tell(new PublishRefused(fault));
            return;
        }

        // Kept even when nobody can be reached now: the next join publishes it.
        _parts.Memory.Publications[publication.Key] = publication;
        var asker = Sender;
        Publish(new PendingPublish(asker, publication), record);
    }

    private void On(Withdraw withdraw)
    {
        if (Refusal(withdraw.Subject) is { } refusal)
        {
            Sender.Tell(refusal);
            return;
        }

        WithdrawNow(withdraw.Subject, Sender);
    }

    private void WithdrawNow(OverlaySubject subject, IActorRef asker)
    {
        var key = OverlayKeys.Of(subject);
        _parts.Memory.Publications.TryRemove(key, out _);
        // A locator without gateways: unlike an empty payload it can carry the mesh's certificate.
        var publication = new Publication(
            subject, key, OverlayKeys.ShardOf(subject, _parts.Identity.Credential.MeshId), new MeshLocator(0, 0, []));
        if (TrySign(publication, key, out var record) is { } fault)
        {
            asker.Tell(new PublishRefused(fault));
            return;
        }

        Publish(new PendingPublish(asker, publication, IsWithdrawal: true), record);
        Step(new KadInput.Withdraw(++_lastOperation, key, record.MeshId));
    }

    private void Renew(Publication publication)
    {
        if (_isLeaving || !_parts.Memory.Publications.TryGetValue(publication.Key, out var current) || current != publication)
            return;
        if (TrySign(publication, publication.Key, out var record) is null)
            Publish(new PendingPublish(ActorRefs.Nobody, publication), record);
    }

    private void Publish(PendingPublish pending, KadRecord record) =>
        Begin(pending, op => new KadInput.Publish(op, record, _parts.Paths, pending.IsWithdrawal));

    private void On(Find find)
    {
        var trouble = Unable() ?? (OverlayKeys.Refusal(find.Subject) is { } fault ? new Unavailable(fault) : null);
        if (trouble is not null)
        {
            Sender.Tell(trouble);
            return;
        }

        var deadline = TimeSpan.FromTicks(Math.Clamp(find.Deadline.Ticks, ShortestDeadline.Ticks, LongestDeadline.Ticks));
        Search(new PendingFind(Sender, find.Subject, find.Mode, Now.Monotonic + deadline), [OverlayKeys.Of(find.Subject)]);
    }

    private void Search(PendingFind find, IReadOnlyList<NodeId> keys)
    {
        find.Open += keys.Count;
        var mode = find.Mode is FindMode.First ? LookupMode.First : LookupMode.All;
        var left = find.EndsAt - Now.Monotonic;
        foreach (var key in keys)
            Begin(find, op => new KadInput.Locate(op, key, mode, _parts.Paths, left > ShortestDeadline ? left : ShortestDeadline));
    }

    private void On(FindPeers find)
    {
        var asker = Sender;
        if (Unable() is { } trouble)
            asker.Tell(trouble);
        else
            Begin(new PendingPeers(asker), op => new KadInput.FindPeers(op, find.Target));
    }

    private void On(Ping ping)
    {
        var asker = Sender;
        if (Unable() is { } trouble)
            asker.Tell(trouble);
        else
            Begin(new PendingPing(asker), op => new KadInput.PingPeer(op, ping.Address));
    }

    private void OnStatus()
    {
        if (_node is not { } node || _parts.Memory.Self is not { } self)
        {
            Sender.Tell(new Unavailable(_trouble));
            return;
        }

        Sender.Tell(new GatewayStatus(self, _trust.IsClosed, node.Table.BucketCount, [.. node.Table.View(Now.Monotonic)], ViewOfStore(node)));
    }

    private StoreView ViewOfStore(KadNode node) => new(
        node.Store.Count,
        node.Store.KeyCount,
        [.. _parts.Memory.Publications.Values.Select(p => OverlayKeys.Text(p.Subject)).Order(StringComparer.Ordinal)],
        node.Counters.RequestsSent,
        node.Counters.RequestsAnswered,
        node.Counters.RequestsFailed,
        node.Counters.AnswersDropped,
        node.Counters.RecordsRefused,
        node.Counters.RecordsHandedOver,
        _parts.Memory.Gate.Received,
        _parts.Memory.Gate.Malformed,
        _parts.Memory.Gate.Limited,
        _parts.Memory.Gate.Refused);

    private void On(Leave leave)
    {
        if (_node is null)
        {
            Sender.Tell(new Left(0));
            return;
        }

        if (leave.IsLast && CanPublish)
        {
            foreach (var publication in _parts.Memory.Publications.Values)
                WithdrawNow(publication.Subject, ActorRefs.Nobody);
        }

        _isLeaving = true;
        var asker = Sender;
        Begin(new PendingLeave(asker), op => new KadInput.Leave(op));
    }

    private void Begin(IPending pending, Func<ulong, KadInput> command)
    {
        var operation = ++_lastOperation;
        _pending[operation] = pending;
        Step(command(operation));
    }

    private Unavailable? Unable() =>
        _node is null ? new Unavailable(_trouble)
        : _isLeaving ? new Unavailable("the gateway is leaving the overlay")
        : _pending.Count >= MaxOperations ? new Unavailable($"the gateway has {MaxOperations} operations under way")
        : null;

    private IPublishReply? Refusal(OverlaySubject subject)
    {
        if (Unable() is { } trouble)
            return trouble;
        if (_parts.Settings.ClientMode)
            return new PublishRefused("a gateway in client mode cannot be reached, so it publishes nothing");
        if (!CanPublish)
            return new PublishRefused("the key of the mesh is not at this gateway");
        return OverlayKeys.Refusal(subject, _parts.Identity.Credential) is { } fault ? new PublishRefused(fault) : null;
    }

    /// <summary>Null: signed; otherwise why not, in one line.</summary>
    private string? TrySign(Publication publication, NodeId key, out KadRecord record)
    {
        record = null!;
        var now = Now;
        // Nothing of the mesh, under whatever settings, may outlive what withdraws it.
        var life = publication.Locator.Gateways.IsEmpty ? _parts.Settings.MaxTtl : _parts.Settings.RecordLife;
        try
        {
            var payload = LocatorCodec.Write(publication.Locator, _parts.Identity.Credential.Mesh);
            record = _parts.Identity.Signer!.Sign(
                key,
                _parts.Memory.NextSequence(now.UnixMilliseconds),
                now.UnixMilliseconds + (long)life.TotalMilliseconds,
                payload);
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }

        return record.Size <= _parts.Settings.MaxRecordBytes
            ? null
            : $"the locator makes a record of {record.Size} bytes, at most {_parts.Settings.MaxRecordBytes} are stored: "
                + "give fewer gateways or shorter regions";
    }
}
