using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using KeyValue = Mesh.KeyValues.KeyValue;
using Op = Mesh.Node.Etcd.Proto.RequestOp.RequestOneofCase;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// What each operation of a branch answers: they are run in order over the entries as they were before the transaction.
/// Pure.
/// </summary>
/// <param name="revision">That of the transaction.</param>
/// <param name="earlier">The one before it, which its operations show until one of them has written.</param>
/// <param name="keys">What its deletions reach.</param>
/// <param name="pins">The revisions that ranges ask for.</param>
internal sealed class TxnReplay(
    EtcdIdentity self, long revision, long earlier, IEntries before, OwnKeys keys, Pins pins)
{
    private readonly OverlaidEntries _entries = new(before);
    private long _reached = earlier;

    public TxnResponse Answer(IReadOnlyList<RequestOp> branch, bool succeeded)
    {
        var reply = new TxnResponse { Header = self.Header(revision), Succeeded = succeeded };
        foreach (var op in branch)
            reply.Responses.Add(Answer(op));
        return reply;
    }

    private ResponseOp Answer(RequestOp op) => op.RequestCase switch
    {
        Op.RequestRange => new ResponseOp
        {
            ResponseRange = RangeMapping.Answer(
                op.RequestRange, pins.At(op.RequestRange.Revision) ?? _entries, self, _reached).ToProto(isInner: true),
        },
        Op.RequestPut => new ResponseOp { ResponsePut = Put(op.RequestPut) },
        _ => new ResponseOp { ResponseDeleteRange = Delete(op.RequestDeleteRange) },
    };

    private PutResponse Put(PutRequest put)
    {
        var key = Bytes.Of(put.Key);
        var old = _entries.Find(key);
        _reached = revision;
        _entries.Write(key, new KeyValue(
            key,
            Bytes.Of(put.Value),
            old?.CreateRevision ?? revision,
            revision,
            (old?.Version ?? 0) + 1,
            put.Lease,
            0,
            View.ViewFold.Shown));
        var reply = new PutResponse { Header = new ResponseHeader { Revision = revision } };
        if (put.PrevKv && old is not null)
            reply.PrevKv = KvMapping.Of(old);
        return reply;
    }

    private DeleteRangeResponse Delete(DeleteRangeRequest delete)
    {
        var range = KeyRange.Of(delete.Key, delete.RangeEnd);
        var gone = new List<KeyValue>();
        _entries.Collect(range, int.MaxValue, gone);
        gone.RemoveAll(e => !keys.Reaches(range, e));
        if (gone.Count > 0)
            _reached = revision;
        var reply = new DeleteRangeResponse
        {
            Header = new ResponseHeader { Revision = _reached },
            Deleted = gone.Count,
        };
        foreach (var entry in gone)
        {
            _entries.Write(entry.Key, null);
            if (delete.PrevKv)
                reply.PrevKvs.Add(KvMapping.Of(entry));
        }

        return reply;
    }
}
