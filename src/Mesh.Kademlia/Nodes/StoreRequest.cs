using System.Collections.Immutable;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>A write of another peer, while its signatures are checked; answered when all are.</summary>
internal sealed class StoreRequest : IVerificationWaiter
{
    private readonly NodeState _node;
    private readonly KadAddress _from;
    private readonly KadProtocol.Store _store;
    private readonly StoreVerdict[] _verdicts;
    private int _open;

    private StoreRequest(NodeState node, KadAddress from, KadProtocol.Store store) =>
        (_node, _from, _store, _verdicts) = (node, from, store, new StoreVerdict[store.Records.Length]);

    public static void Start(NodeState node, KadAddress from, KadProtocol.Store store, bool hasToken, in Moment now)
    {
        var request = new StoreRequest(node, from, store) { _open = 1 };
        for (var i = 0; i < store.Records.Length; i++)
        {
            if (!hasToken)
                request._verdicts[i] = StoreVerdict.BadToken;
            else if (node.Store.Check(store.Records[i], now) is { } refusal)
                request._verdicts[i] = refusal;
            else
                request.Check(i);
        }

        request.Close(now);
    }

    public void OnVerified(KadRecord record, int place, bool isGood, in Moment now)
    {
        _verdicts[place] = !isGood ? StoreVerdict.BadSignature
            : _store.CopyLife > TimeSpan.Zero ? _node.Store.Cache(record, _store.CopyLife, now)
            : _node.Store.Put(record, now);
        Close(now);
    }

    private void Check(int place)
    {
        _open++;
        _node.Verify(_store.Records[place], place, this);
    }

    private void Close(in Moment now)
    {
        if (--_open > 0)
            return;
        _node.Counters.RecordsRefused += _verdicts.Count(v => v is not (StoreVerdict.Stored or StoreVerdict.Refreshed));
        _node.Send(_from, new KadProtocol.Stored
        {
            RequestId = _store.RequestId,
            Sender = _node.Self,
            Token = _node.Secret.Token(_from, now.At),
            IsClient = _node.Settings.ClientMode,
            Verdicts = ImmutableArray.Create(_verdicts),
        });
    }
}
