using System.Collections.Immutable;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Brings records to one peer, as many to a datagram as fit; asks for a token first if there is none.</summary>
internal sealed class Delivery : IWaiter
{
    private readonly KadContext _context;
    private readonly Contact _peer;
    private readonly Queue<ImmutableArray<KadRecord>> _batches;
    private readonly TimeSpan _copyLife;
    private readonly Action<ImmutableArray<StoreVerdict>, KadTime> _onEnd;
    private readonly List<StoreVerdict> _verdicts = [];
    private ulong _token;

    private Delivery(
        KadContext context,
        Contact peer,
        IReadOnlyList<KadRecord> records,
        TimeSpan copyLife,
        Action<ImmutableArray<StoreVerdict>, KadTime> onEnd)
    {
        (_context, _peer, _copyLife, _onEnd) = (context, peer, copyLife, onEnd);
        _batches = new Queue<ImmutableArray<KadRecord>>(Batches(records));
    }

    /// <param name="token">The peer's; 0: none is known.</param>
    /// <param name="copyLife">Zero: to be stored in earnest.</param>
    /// <param name="onEnd">Told what the peer said of the records; nothing when it did not answer.</param>
    public static void Start(
        KadContext context,
        Contact peer,
        ulong token,
        IReadOnlyList<KadRecord> records,
        TimeSpan copyLife,
        Action<ImmutableArray<StoreVerdict>, KadTime> onEnd,
        in KadTime now)
    {
        var delivery = new Delivery(context, peer, records, copyLife, onEnd) { _token = token };
        if (token == 0)
            context.Ask(peer.Address, peer, context.NewPing(), delivery, now, isRepeated: true);
        else
            delivery.Next(now);
    }

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in KadTime now)
    {
        _token = answer.Token;
        if (answer is KadProtocol.Stored stored)
            _verdicts.AddRange(stored.Verdicts);
        Next(now);
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in KadTime now)
    {
        // Nobody else can do it: it was sent again, and is waited for until the hard timeout.
    }

    public void OnFailure(PendingRequest request, in KadTime now) => _onEnd([.. _verdicts], now);

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

    private void Next(in KadTime now)
    {
        if (_token == 0 || !_batches.TryDequeue(out var batch))
        {
            _onEnd([.. _verdicts], now);
            return;
        }

        var question = new KadProtocol.Store
        {
            RequestId = _context.Secret.NextRequestId(),
            Sender = _context.Self,
            Token = _token,
            IsClient = _context.Settings.ClientMode,
            Records = batch,
            CopyLife = _copyLife,
        };
        _context.Ask(_peer.Address, _peer, question, this, now, isRepeated: true);
    }
}
