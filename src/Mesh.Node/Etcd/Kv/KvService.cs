using Grpc.Core;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Kv;

/// <summary>etcdserverpb.KV over gRPC.</summary>
internal sealed class KvService(KvCalls calls, TxnCalls transactions) : KvBase
{
    public override async Task<RangeReply> Range(RangeRequest request, ServerCallContext context) =>
        (await calls.RangeAsync(request, context.CancellationToken)).OrThrow();

    /// <summary>A put cannot be taken back once it is on its way, so a client that hangs up is not watched for.</summary>
    public override async Task<PutResponse> Put(PutRequest request, ServerCallContext context) =>
        (await calls.PutAsync(request, CancellationToken.None)).OrThrow();

    public override async Task<DeleteRangeResponse> DeleteRange(DeleteRangeRequest request, ServerCallContext context) =>
        (await calls.DeleteAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<TxnResponse> Txn(TxnRequest request, ServerCallContext context) =>
        (await transactions.TxnAsync(request, context.CancellationToken)).OrThrow();

    public override Task<CompactionResponse> Compact(CompactionRequest request, ServerCallContext context) =>
        Task.FromResult(calls.Compact(request).OrThrow());
}
