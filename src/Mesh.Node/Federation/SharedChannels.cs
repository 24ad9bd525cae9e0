using Grpc.Net.Client;
using Mesh.Federation;
using Mesh.Federation.Imports;

namespace Mesh.Node.Federation;

/// <summary>One connection for each gateway that is talked to, for as long as somebody does. Thread-safe.</summary>
internal sealed class SharedChannels(FederationTls? tls, FederationTerms terms) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ImportCandidate, (GrpcChannel Channel, int Users)> _channels = [];

    public Lease Rent(ImportCandidate gateway)
    {
        lock (_gate)
        {
            var (channel, users) = _channels.TryGetValue(gateway, out var known) ? known : (Open(gateway), 0);
            _channels[gateway] = (channel, users + 1);
            return new Lease(this, gateway, channel);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (channel, _) in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }

    private void Return(ImportCandidate gateway)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(gateway, out var known))
                return;
            if (known.Users > 1)
            {
                _channels[gateway] = (known.Channel, known.Users - 1);
                return;
            }

            _channels.Remove(gateway);
            known.Channel.Dispose();
        }
    }

    private GrpcChannel Open(ImportCandidate gateway)
    {
        var connector = new GatewayConnector(tls?.ClientOptions(gateway.MeshId));
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = connector.ConnectAsync,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingPause(terms.Heartbeat),
            KeepAlivePingTimeout = PingPause(terms.Heartbeat),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseProxy = false,
        };
        return GrpcChannel.ForAddress($"{(tls is null ? "http" : "https")}://{gateway.Address}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = FederationLimits.ReplyBytes,
            MaxSendMessageSize = FederationLimits.RequestBytes,
        });
    }

    /// <summary>The handler takes no less than a second.</summary>
    private static TimeSpan PingPause(TimeSpan heartbeat) =>
        heartbeat < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : heartbeat;

    /// <summary>A connection that is used; disposed when no longer.</summary>
    internal sealed class Lease(SharedChannels channels, ImportCandidate gateway, GrpcChannel channel) : IDisposable
    {
        private int _returned;

        public GrpcChannel Channel => channel;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                channels.Return(gateway);
        }
    }
}
