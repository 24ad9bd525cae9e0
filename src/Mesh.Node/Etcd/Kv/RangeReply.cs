using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using KeyValue = Mesh.KeyValues.KeyValue;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// A RangeResponse that still refers to the view's entries: it is written to the wire from there, without objects and
/// copies between.
/// </summary>
/// <param name="Count">The keys of the range, whatever the limit and the filters.</param>
internal sealed record RangeReply(
    EtcdIdentity Self, long Revision, IReadOnlyList<KeyValue> Entries, bool KeysOnly, bool More, long Count)
{
    /// <summary>The reply as an object, for JSON and transactions.</summary>
    /// <param name="isInner">Inside a transaction: the header has the revision alone.</param>
    public RangeResponse ToProto(bool isInner = false)
    {
        var reply = new RangeResponse
        {
            Header = isInner ? new ResponseHeader { Revision = Revision } : Self.Header(Revision),
            More = More,
            Count = Count,
        };
        foreach (var entry in Entries)
            reply.Kvs.Add(KvMapping.Of(entry, KeysOnly));
        return reply;
    }
}
