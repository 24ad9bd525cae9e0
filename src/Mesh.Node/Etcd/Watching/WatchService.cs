using System.Threading.Channels;
using Grpc.Core;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;

namespace Mesh.Node.Etcd.Watching;

/// <summary>etcdserverpb.Watch over gRPC.</summary>
internal sealed class WatchService(
    EtcdView view,
    EtcdIdentity self,
    EtcdLimits limits,
    StreamCount streams,
    EtcdAccess access,
    TimeProvider time,
    EtcdServing serving) : Watch.WatchBase
{
    public override async Task Watch(
        IAsyncStreamReader<WatchRequest> requestStream,
        IServerStreamWriter<WatchResponse> responseStream,
        ServerCallContext context)
    {
        using var place = streams.Enter() ?? throw EtcdFault.TooManyRequests.ToException();
        using var end = serving.Link(context.CancellationToken);
        var requests = Channel.CreateBounded<WatchRequest>(
            new BoundedChannelOptions(limits.WaitingRequests) { SingleReader = true, SingleWriter = true });
        var stream = new WatchStream(
            view, self, limits, time, access.Watches(context.GetHttpContext().Caller()), (r, c) => responseStream.WriteAsync(r, c));
        var reading = ReadAsync(requestStream, requests.Writer, end.Token);
        try
        {
            await stream.RunAsync(requests.Reader, end.Token);
        }
        catch (Exception trouble) when (serving.Fault is not null && trouble is not RpcException)
        {
            // Said below: also where the requests came to an end before there was a watch.
        }
        finally
        {
            await end.CancelAsync();
            await reading;
        }

        if (serving.Fault is { } fault)
            throw fault.ToException();
    }

    private static async Task ReadAsync(
        IAsyncStreamReader<WatchRequest> from, ChannelWriter<WatchRequest> to, CancellationToken cancellation)
    {
        try
        {
            while (await from.MoveNext(cancellation))
                await to.WriteAsync(from.Current, cancellation);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            // The client is gone, or has sent what is no message: either way there is nothing more to read.
        }
        finally
        {
            to.TryComplete();
        }
    }
}
