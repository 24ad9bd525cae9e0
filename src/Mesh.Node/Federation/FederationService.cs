using Grpc.Core;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Node.Access;
using Mesh.Remote;
using Mesh.Views;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Federation;

/// <summary>Answers gateways of other meshes about what this mesh exports, and about nothing else.</summary>
/// <param name="stopping">Ends the streams, for which the door would wait.</param>
internal sealed class FederationService(
    IMeshClient mesh,
    ServingSpan serving,
    Func<string> meshName,
    RemoteSettings settings,
    StreamBudget budget,
    TimeProvider time,
    CancellationToken stopping)
    : P.Federation.FederationBase
{
    public override Task<P.Snapshot> Query(P.ServiceRequest request, ServerCallContext context)
    {
        DemandRegistry();
        var service = ServiceOf(request);
        return IsExported(service)
            ? Task.FromResult(NewFeed().Snapshot(mesh.Resolve(service.Value)))
            : throw new RpcException(new Status(StatusCode.NotFound, $"{meshName()} does not export {service}"));
    }

    public override Task<P.PingReply> Ping(P.PingRequest request, ServerCallContext context) => Task.FromResult(new P.PingReply());

    public override async Task Subscribe(
        P.ServiceRequest request, IServerStreamWriter<P.Event> responseStream, ServerCallContext context)
    {
        DemandRegistry();
        var service = ServiceOf(request);
        using var place = budget.TryTake(PeerOf(context)) ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted,
            $"at most {FederationLimits.Streams} streams, {FederationLimits.StreamsPerPeer} of one address"));
        var feed = NewFeed();
        // What is being written when this gateway stops is written to its end: a write that is cancelled aborts the call, and
        // the other side would not see that it was ended in order.
        using var ended = serving.Link(context.CancellationToken, stopping);
        await using var changes = mesh.Watch(service.Value, null, ended.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (IsExported(service))
            {
                if (await Task.WhenAny(next, Task.Delay(settings.Heartbeat, time, ended.Token)) != next)
                {
                    ended.Token.ThrowIfCancellationRequested();
                    await responseStream.WriteAsync(new P.Event { Heartbeat = new P.Heartbeat() }, context.CancellationToken);
                    continue;
                }

                if (!await next)
                    return;
                if (EventOf(feed, service, changes.Current) is { } said)
                    await responseStream.WriteAsync(said, context.CancellationToken);
                next = changes.MoveNextAsync().AsTask();
            }

            await responseStream.WriteAsync(new P.Event { NotExported = new P.NotExported() }, context.CancellationToken);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The other side has gone, or this gateway stops: the other side asks its sibling. One that has left but stays must
            // not look alive by its heartbeats.
            if (!context.CancellationToken.IsCancellationRequested && !stopping.IsCancellationRequested)
                throw NotHeld();
        }
        finally
        {
            // A watch may only be disposed of when it does not wait.
            await ended.CancelAsync();
            await Task.WhenAny(next);
        }
    }

    private P.Event? EventOf(ExportFeed feed, ServiceName service, CatalogChange change) => change.Kind is ChangeKind.Reset
        ? new P.Event { Snapshot = feed.Snapshot(mesh.Resolve(service.Value)) }
        : feed.On(change);

    private ExportFeed NewFeed() => new(meshName(), settings.MaxInstances, FederationLimits.SnapshotBytes);

    /// <summary>
    /// A gateway that has just begun does not hold all of the registry, and one that has left no longer does. It must not say that
    /// a service is not exported, which others believe at once; that it cannot be asked sends them to its sibling.
    /// </summary>
    private void DemandRegistry()
    {
        if (!serving.IsOn)
            throw NotHeld();
    }

    private RpcException NotHeld() => new(new Status(
        StatusCode.Unavailable,
        mesh.State.Phase is MeshPhase.Stopped
            ? $"the gateway has left {meshName()}"
            : $"the gateway does not hold the registry of {meshName()} yet"));

    private bool IsExported(ServiceName service) => mesh.Exports.Contains(service);

    private static ServiceName ServiceOf(P.ServiceRequest request) =>
        ServiceName.TryParse(request.Service, out var service, out var error)
            ? service
            : throw new RpcException(new Status(StatusCode.InvalidArgument, error));

    /// <summary>"ipv4:10.0.0.1:40000" without the port.</summary>
    private static string PeerOf(ServerCallContext context) =>
        context.Peer.LastIndexOf(':') is > 0 and var colon ? context.Peer[..colon] : context.Peer;
}
