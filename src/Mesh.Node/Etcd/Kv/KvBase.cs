using Grpc.Core;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Kv;

/// <summary>The KV service as gRPC's server calls it: what is generated, but for the reply of Range, see RangeWire.</summary>
[BindServiceMethod(typeof(KvBinding), nameof(KvBinding.Bind))]
internal abstract class KvBase
{
    public abstract Task<RangeReply> Range(RangeRequest request, ServerCallContext context);

    public abstract Task<PutResponse> Put(PutRequest request, ServerCallContext context);

    public abstract Task<DeleteRangeResponse> DeleteRange(DeleteRangeRequest request, ServerCallContext context);

    public abstract Task<TxnResponse> Txn(TxnRequest request, ServerCallContext context);

    public abstract Task<CompactionResponse> Compact(CompactionRequest request, ServerCallContext context);
}
