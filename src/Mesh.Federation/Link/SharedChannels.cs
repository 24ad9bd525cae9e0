using System.Collections.Immutable;
using Grpc.Net.Client;
using Mesh.Kademlia;
using Mesh.Remote;

namespace Mesh.Federation.Link;

/// <summary>One connection for each gateway that is talked to, for as long as somebody does. Thread-safe.</summary>
internal sealed class SharedChannels(FederationTls? tls, RemoteSettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ImportCandidate, SharedChannel> _channels = [];

    /// <summary>A connection for a stream.</summary>
    public Lease Rent(ImportCandidate gateway) => Rent(gateway, c => c.AddStream(), c => c.RemoveStream());

    /// <summary>A connection that is kept open though nobody talks yet.</summary>
    public Lease KeepReady(ImportCandidate gateway) => Rent(gateway, c => c.AddStandby(), c => c.RemoveStandby());

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }

    /// <summary>Ends the connections to those whose keys have been revoked since they answered; their streams are lost.</summary>
    public void CutRevoked()
    {
        lock (_gate)
        {
            foreach (var (gateway, channel) in _channels.Where(c => tls?.IsRevoked(c.Value.Ids) is true).ToArray())
            {
                _channels.Remove(gateway);
                channel.Dispose();
            }
        }
    }

    private Lease Rent(ImportCandidate gateway, Action<SharedChannel> add, Action<SharedChannel> remove)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(gateway, out var channel))
                _channels[gateway] = channel = Open(gateway);
            add(channel);
            return new Lease(channel.Channel, () => Return(gateway, channel, remove));
        }
    }

    private void Return(ImportCandidate gateway, SharedChannel channel, Action<SharedChannel> remove)
    {
        lock (_gate)
        {
            // Cut meanwhile, and perhaps opened anew for others.
            if (!_channels.TryGetValue(gateway, out var known) || known != channel)
                return;
            remove(channel);
            if (channel.IsUsed)
                return;
            _channels.Remove(gateway);
            channel.Dispose();
        }
    }

    private SharedChannel Open(ImportCandidate gateway)
    {
        var ids = new PeerIds();
        var connector = new GatewayConnector(tls?.ClientOptions(gateway.MeshId, ids.Set));
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = connector.ConnectAsync,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingPause(settings.Heartbeat),
            KeepAlivePingTimeout = PingPause(settings.Heartbeat),
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
        return new SharedChannel(channel, () => ids.Value, settings.Heartbeat, time);
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
    internal sealed class Lease(GrpcChannel channel, Action giveBack) : IDisposable
    {
        private int _returned;

        public GrpcChannel Channel => channel;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                giveBack();
        }
    }
}
