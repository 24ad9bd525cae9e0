using Mesh.Catalog;

namespace Mesh.Federation.Link;

/// <summary>The way to gateways of other meshes; never by Akka.Remote.</summary>
internal interface IFederationLink
{
    /// <summary>
    /// What a gateway says of one of its services, until it is cancelled or the stream ends. Trouble is an event, the
    /// last one, never an exception.
    /// </summary>
    IAsyncEnumerable<LinkEvent> SubscribeAsync(
        ImportCandidate gateway, ServiceName service, CancellationToken cancellation);

    /// <summary>
    /// Keeps a connection to a gateway open until it is disposed of, so that a stream that comes there later need not wait
    /// for the handshakes. A connection that cannot be had, or breaks, is tried again; nobody is told.
    /// </summary>
    IDisposable KeepReady(ImportCandidate gateway);
}
