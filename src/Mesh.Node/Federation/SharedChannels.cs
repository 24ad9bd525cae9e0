using System.Collections.Immutable;
using Grpc.Net.Client;
using Mesh.Federation;
using Mesh.Federation.Imports;
using Mesh.Kademlia;

namespace Mesh.Node.Federation;

/// <summary>One connection for each gateway that is talked to, for as long as somebody does. Thread-safe.</summary>
internal sealed class SharedChannels(FederationTls? tls, FederationTerms terms) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ImportCandidate, (GrpcChannel Channel, PeerIds Ids, int Users)> _channels = [];

    public Lease Rent(ImportCandidate gateway)
    {
        lock (_gate)
        {
            var (channel, ids, users) = _channels.TryGetValue(gateway, out var known) ? known : Open(gateway);
            _channels[gateway] = (channel, ids, users + 1);
            return new Lease(this, gateway, channel);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (channel, _, _) in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }

    /// <summary>Ends the connections to those whose keys have been revoked since they answered; their streams are lost.</summary>
    public void CutRevoked()
    {
        lock (_gate)
        {
            foreach (var (gateway, known) in _channels.Where(c => tls?.IsRevoked(c.Value.Ids.Value) is true).ToArray())
            {
                _channels.Remove(gateway);
                known.Channel.Dispose();
            }
        }
    }

    private void Return(ImportCandidate gateway, GrpcChannel channel)
    {
        lock (_gate)
        {
            // Cut meanwhile, and perhaps opened anew for others.
            if (!_channels.TryGetValue(gateway, out var known) || known.Channel != channel)
                return;
            if (known.Users > 1)
            {
                _channels[gateway] = known with { Users = known.Users - 1 };
                return;
            }

            _channels.Remove(gateway);
            known.Channel.Dispose();
        }
    }

    private (GrpcChannel Channel, PeerIds Ids, int Users) Open(ImportCandidate gateway)
    {
        var ids = new PeerIds();
        var connector = new GatewayConnector(tls?.ClientOptions(gateway.MeshId, ids.Set));
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
        var channel = GrpcChannel.ForAddress($"{(tls is null ? "http" : "https")}://{gateway.Address}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = FederationLimits.ReplyBytes,
            MaxSendMessageSize = FederationLimits.RequestBytes,
        });
        return (channel, ids, 0);
    }

    /// <summary>The handler takes no less than a second.</summary>
    private static TimeSpan PingPause(TimeSpan heartbeat) =>
        heartbeat < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : heartbeat;

    /// <summary>Who answered on a connection, known after its handshake.</summary>
    private sealed class PeerIds
    {
        private ImmutableArray<NodeId> _value = [];

        public ImmutableArray<NodeId> Value => _value;

        public void Set(ImmutableArray<NodeId> ids) => ImmutableInterlocked.InterlockedExchange(ref _value, ids);
    }

    /// <summary>A connection that is used; disposed when no longer.</summary>
    internal sealed class Lease(SharedChannels channels, ImportCandidate gateway, GrpcChannel channel) : IDisposable
    {
        private int _returned;

        public GrpcChannel Channel => channel;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                channels.Return(gateway, channel);
        }
    }
}
