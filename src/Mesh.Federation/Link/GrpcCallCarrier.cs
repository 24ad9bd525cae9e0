using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Federation.Link;

/// <summary>
/// Datagrams of the overlay as calls. Connections are kept for a while, so that of several calls only the first waits for
/// the handshakes.
/// </summary>
internal sealed class GrpcCallCarrier : ICallCarrier, IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>Longer than anybody waits for the answer: what comes late still tells that calls get through.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;
    private readonly string _scheme;
    private readonly TimeProvider _time;

    /// <param name="tls">Null: in the clear.</param>
    /// <param name="source">
    /// The host that this gateway's datagrams come from; connections leave from there too, since the other side tells
    /// addresses by it. Null: whatever the system takes.
    /// </param>
    public GrpcCallCarrier(FederationTls? tls, Func<IPAddress?> source, TimeProvider time)
    {
        (_scheme, _time) = (tls is null ? "http" : "https", time);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectLimit,
            PooledConnectionIdleTimeout = Idle,
            KeepAlivePingDelay = ConnectLimit,
            KeepAlivePingTimeout = ConnectLimit,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseProxy = false,
            ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, source(), cancellation),
        };
        if (tls is not null)
            handler.SslOptions = tls.ClientOptions(meshId: null);
        _http = new HttpClient(handler);
    }

    public async Task<CallReply> CallAsync(KadAddress to, ReadOnlyMemory<byte> datagram, CancellationToken cancellation)
    {
        // The channel is a thin thing around the shared connections.
        using var channel = GrpcChannel.ForAddress($"{_scheme}://{to}", new GrpcChannelOptions
        {
            HttpClient = _http,
            DisposeHttpClient = false,
            MaxReceiveMessageSize = FederationLimits.CallBytes,
            MaxSendMessageSize = FederationLimits.RequestBytes,
        });
        try
        {
            var answers = await new P.Overlay.OverlayClient(channel).AskAsync(
                new P.Sealed { Datagram = UnsafeByteOperations.UnsafeWrap(datagram) },
                deadline: (_time.GetUtcNow() + CallLimit).UtcDateTime,
                cancellationToken: cancellation);
            return new CallReply.Answered([.. answers.Datagrams.Select(d => d.Memory)]);
        }
        catch (RpcException trouble)
        {
            return new CallReply.Failed(
                CallMapping.ToFault(trouble.StatusCode), $"{trouble.StatusCode}: {trouble.Status.Detail.ReplaceLineEndings(" ")}");
        }
        catch (OperationCanceledException)
        {
            return new CallReply.Failed(CallFault.Unavailable, "given up");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, IPAddress? source, CancellationToken cancellation)
    {
        var address = IPAddress.Parse(to.Host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null && source.AddressFamily == address.AddressFamily)
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(new IPEndPoint(address, to.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
