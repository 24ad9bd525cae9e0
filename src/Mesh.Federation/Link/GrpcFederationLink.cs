using System.Runtime.CompilerServices;
using Grpc.Core;
using Mesh.Catalog;
using Mesh.Remote;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Federation.Link;

/// <summary>The way to gateways of other meshes over gRPC. Streams to one gateway share a connection.</summary>
/// <param name="tls">Null: in the clear.</param>
internal sealed class GrpcFederationLink(FederationTls? tls, RemoteSettings settings, TimeProvider time) : IFederationLink, IDisposable
{
    private readonly SharedChannels _channels = new(tls, settings, time);

    public async IAsyncEnumerable<LinkEvent> SubscribeAsync(
        ImportCandidate gateway, ServiceName service, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var channel = _channels.Rent(gateway);
        using var call = new P.Federation.FederationClient(channel.Channel)
            .Subscribe(new P.ServiceRequest { Service = service.Value }, cancellationToken: cancellation);
        while (true)
        {
            var said = await NextAsync(call.ResponseStream, service, cancellation);
            if (said is not null)
                yield return said;
            if (said is LinkEvent.Lost or LinkEvent.NotExported)
                yield break;
        }
    }

    public IDisposable KeepReady(ImportCandidate gateway) => _channels.KeepReady(gateway);

    /// <summary>Ends the connections to those whose keys have been revoked.</summary>
    public void CutRevoked() => _channels.CutRevoked();

    public void Dispose() => _channels.Dispose();

    private static async Task<LinkEvent?> NextAsync(
        IAsyncStreamReader<P.Event> stream, ServiceName service, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(cancellation)
                ? FederationMapping.FromWire(service, stream.Current)
                : new LinkEvent.Lost("the gateway ended the stream");
        }
        catch (RpcException trouble) when (!cancellation.IsCancellationRequested)
        {
            return new LinkEvent.Lost($"{trouble.StatusCode}: {trouble.Status.Detail}");
        }
        catch (ObjectDisposedException)
        {
            return new LinkEvent.Lost("the connection was cut: the key of the gateway, or of its mesh, is revoked");
        }
        catch (RpcException)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
