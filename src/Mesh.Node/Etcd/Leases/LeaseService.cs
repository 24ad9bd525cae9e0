using Grpc.Core;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Leases;

/// <summary>etcdserverpb.Lease over gRPC.</summary>
internal sealed class LeaseService(LeaseCalls calls, StreamCount streams, EtcdServing serving) : Lease.LeaseBase
{
    public override async Task<LeaseGrantResponse> LeaseGrant(LeaseGrantRequest request, ServerCallContext context) =>
        (await calls.GrantAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<LeaseRevokeResponse> LeaseRevoke(LeaseRevokeRequest request, ServerCallContext context) =>
        (await calls.RevokeAsync(request, context.CancellationToken)).OrThrow();

    public override async Task LeaseKeepAlive(
        IAsyncStreamReader<LeaseKeepAliveRequest> requestStream,
        IServerStreamWriter<LeaseKeepAliveResponse> responseStream,
        ServerCallContext context)
    {
        using var place = streams.Enter() ?? throw EtcdFault.TooManyRequests.ToException();
        using var end = serving.Link(context.CancellationToken);
        try
        {
            while (await requestStream.MoveNext(end.Token))
            {
                var answer = await calls.KeepAliveAsync(requestStream.Current, end.Token);
                await responseStream.WriteAsync(answer.OrThrow(), end.Token);
            }
        }
        catch (Exception trouble) when (serving.Fault is not null && trouble is not RpcException)
        {
            // Said below: also where the requests only came to their end because the node does.
        }

        if (serving.Fault is { } fault)
            throw fault.ToException();
    }

    public override async Task<LeaseTimeToLiveResponse> LeaseTimeToLive(
        LeaseTimeToLiveRequest request, ServerCallContext context) =>
        (await calls.TimeToLiveAsync(request, context.CancellationToken)).OrThrow();

    public override Task<LeaseLeasesResponse> LeaseLeases(LeaseLeasesRequest request, ServerCallContext context) =>
        Task.FromResult(calls.Leases());
}
