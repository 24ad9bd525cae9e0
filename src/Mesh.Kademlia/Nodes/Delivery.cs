using System.Collections.Immutable;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Brings records to one peer, as many to a datagram as fit; asks for a token first if there is none.</summary>
internal sealed class Delivery : IWaiter
{
    private readonly NodeState _node;
    private readonly Contact _peer;
    private readonly Queue<ImmutableArray<KadRecord>> _batches;
    private readonly TimeSpan _copyLife;
    private readonly Action<ImmutableArray<StoreVerdict>, Moment> _onEnd;
    private readonly List<StoreVerdict> _verdicts = [];
    private ulong _token;

    private Delivery(
        NodeState node,
        Contact peer,
        IReadOnlyList<KadRecord> records,
        TimeSpan copyLife,
        Action<ImmutableArray<StoreVerdict>, Moment> onEnd)
    {
        (_node, _peer, _copyLife, _onEnd) = (node, peer, copyLife, onEnd);
        _batches = new Queue<ImmutableArray<KadRecord>>(Batches(records));
    }

    /// <param name="token">The peer's; 0: none is known.</param>
    /// <param name="copyLife">Zero: to be stored in earnest.</param>
    /// <param name="onEnd">Told what the peer said of the records; nothing when it did not answer.</param>
    public static void Start(
        NodeState node,
        Contact peer,
        ulong token,
        IReadOnlyList<KadRecord> records,
        TimeSpan copyLife,
        Action<ImmutableArray<StoreVerdict>, Moment> onEnd,
        in Moment now)
    {
        var delivery = new Delivery(node, peer, records, copyLife, onEnd) { _token = token };
        if (token == 0)
            node.Ask(peer.Address, peer, node.NewPing(), delivery, now, isRepeated: true);
        else
            delivery.Next(now);
    }

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in Moment now)
    {
        _token = answer.Token;
        if (answer is KadProtocol.Stored stored)
            _verdicts.AddRange(stored.Verdicts);
        Next(now);
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in Moment now)
    {
        // Nobody else can do it: it was sent again, and is waited for until the hard timeout.
    }

    public void OnFailure(PendingRequest request, in Moment now) => _onEnd([.. _verdicts], now);

    private static IEnumerable<ImmutableArray<KadRecord>> Batches(IReadOnlyList<KadRecord> records)
    {
        var batch = ImmutableArray.CreateBuilder<KadRecord>();
        var room = KadSizes.Room;
        foreach (var record in records)
        {
            room -= record.Size + KadSizes.RecordFrame;
            if (room < 0 && batch.Count > 0)
            {
                yield return batch.ToImmutable();
                batch.Clear();
                room = KadSizes.Room - record.Size - KadSizes.RecordFrame;
            }

            batch.Add(record);
        }

        if (batch.Count > 0)
            yield return batch.ToImmutable();
    }

    private void Next(in Moment now)
    {
        if (_token == 0 || !_batches.TryDequeue(out var batch))
        {
            _onEnd([.. _verdicts], now);
            return;
        }

        var question = new KadProtocol.Store
        {
            RequestId = _node.Secret.NextRequestId(),
            Sender = _node.Self,
            Token = _token,
            IsClient = _node.Settings.ClientMode,
            Records = batch,
            CopyLife = _copyLife,
        };
        _node.Ask(_peer.Address, _peer, question, this, now, isRepeated: true);
    }
}
