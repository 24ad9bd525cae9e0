using Grpc.Core;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation;
using Mesh.Registry;
using P = Mesh.Node.Federation.Proto;

namespace Mesh.Node.Federation;

/// <summary>Answers gateways of other meshes about what this mesh exports, and about nothing else.</summary>
internal sealed class FederationService(
    IMeshClient mesh, string meshName, FederationTerms terms, StreamBudget budget, TimeProvider time)
    : P.Federation.FederationBase
{
    public override Task<P.Snapshot> Query(P.ServiceRequest request, ServerCallContext context)
    {
        var service = ServiceOf(request);
        return IsExported(service)
            ? Task.FromResult(NewFeed().Snapshot(mesh.Resolve(service.Value)))
            : throw new RpcException(new Status(StatusCode.NotFound, $"{meshName} does not export {service}"));
    }

    public override async Task Subscribe(
        P.ServiceRequest request, IServerStreamWriter<P.Event> responseStream, ServerCallContext context)
    {
        var service = ServiceOf(request);
        using var place = budget.TryTake(PeerOf(context)) ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted,
            $"at most {FederationLimits.Streams} streams, {FederationLimits.StreamsPerPeer} of one address"));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        try
        {
            await TellAsync(service, responseStream, ended.Token);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The other side has gone.
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task TellAsync(ServiceName service, IServerStreamWriter<P.Event> to, CancellationToken cancellation)
    {
        var feed = NewFeed();
        await using var changes = mesh.Watch(service.Value, null, cancellation).GetAsyncEnumerator(cancellation);
        var next = changes.MoveNextAsync().AsTask();
        while (IsExported(service))
        {
            if (await Task.WhenAny(next, Task.Delay(terms.Heartbeat, time, cancellation)) != next)
            {
                cancellation.ThrowIfCancellationRequested();
                await to.WriteAsync(new P.Event { Heartbeat = new P.Heartbeat() }, cancellation);
                continue;
            }

            if (!await next)
                return;
            var change = changes.Current;
            var said = change.Kind is ChangeKind.Reset
                ? new P.Event { Snapshot = feed.Snapshot(mesh.Resolve(service.Value)) }
                : feed.On(change);
            if (said is not null)
                await to.WriteAsync(said, cancellation);
            next = changes.MoveNextAsync().AsTask();
        }

        await to.WriteAsync(new P.Event { NotExported = new P.NotExported() }, cancellation);
    }

    private ExportFeed NewFeed() => new(meshName, terms.MaxInstances, FederationLimits.SnapshotBytes);

    private bool IsExported(ServiceName service) => mesh.Exports.Contains(service);

    private static ServiceName ServiceOf(P.ServiceRequest request) =>
        ServiceName.TryParse(request.Service, out var service, out var error)
            ? service
            : throw new RpcException(new Status(StatusCode.InvalidArgument, error));

    /// <summary>"ipv4:10.0.0.1:40000" without the port.</summary>
    private static string PeerOf(ServerCallContext context) =>
        context.Peer.LastIndexOf(':') is > 0 and var colon ? context.Peer[..colon] : context.Peer;
}
