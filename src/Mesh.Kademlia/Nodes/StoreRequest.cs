using System.Collections.Immutable;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>A write of another peer, while its signatures are checked; answered when all are.</summary>
internal sealed class StoreRequest : IVerificationWaiter
{
    private readonly KadContext _context;
    private readonly KadAddress _from;
    private readonly KadProtocol.Store _store;
    private readonly StoreVerdict[] _verdicts;
    private int _open;

    private StoreRequest(KadContext context, KadAddress from, KadProtocol.Store store) =>
        (_context, _from, _store, _verdicts) = (context, from, store, new StoreVerdict[store.Records.Length]);

    public static void Start(KadContext context, KadAddress from, KadProtocol.Store store, bool hasToken, in KadTime now)
    {
        var request = new StoreRequest(context, from, store) { _open = 1 };
        for (var i = 0; i < store.Records.Length; i++)
        {
            if (!hasToken)
                request._verdicts[i] = StoreVerdict.BadToken;
            else if (context.Store.Check(store.Records[i], now) is { } refusal)
                request._verdicts[i] = refusal;
            else
                request.Check(i);
        }

        request.Close(now);
    }

    public void OnVerified(KadRecord record, int place, bool isGood, in KadTime now)
    {
        _verdicts[place] = !isGood ? StoreVerdict.BadSignature
            : _store.CopyLife > TimeSpan.Zero ? _context.Store.Cache(record, _store.CopyLife, now)
            : _context.Store.Put(record, now);
        Close(now);
    }

    private void Check(int place)
    {
        _open++;
        _context.Verify(_store.Records[place], place, this);
    }

    private void Close(in KadTime now)
    {
        if (--_open > 0)
            return;
        _context.Counters.RecordsRefused += _verdicts.Count(v => v is not (StoreVerdict.Stored or StoreVerdict.Refreshed));
        _context.Send(_from, new KadProtocol.Stored
        {
            RequestId = _store.RequestId,
            Sender = _context.Self,
            Token = _context.Secret.Token(_from, now.Monotonic),
            IsClient = _context.Settings.ClientMode,
            Verdicts = ImmutableArray.Create(_verdicts),
        });
    }
}
