using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>The calls to etcd that a bridge makes.</summary>
internal sealed class EtcdConnection : IDisposable
{
    private const int PageKeys = 1_000;
    private const int MaxReply = 64 * 1024 * 1024;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly GrpcChannel _channel;
    private readonly KV.KVClient _keys;
    private readonly Lease.LeaseClient _leases;
    private readonly Watch.WatchClient _watch;
    private readonly TimeProvider _time;

    public EtcdConnection(Uri endpoint, TimeProvider time)
    {
        _time = time;
        _channel = GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
        {
            // etcd closes connections that are pinged more often than every 5 s.
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                EnableMultipleHttp2Connections = true,
                UseProxy = false,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxReply,
        });
        _keys = new KV.KVClient(_channel);
        _leases = new Lease.LeaseClient(_channel);
        _watch = new Watch.WatchClient(_channel);
    }

    public static ByteString PrefixEnd(string prefix)
    {
        var end = ByteString.CopyFromUtf8(prefix).ToByteArray();
        // No prefix of text ends in 0xff.
        end[^1]++;
        return ByteString.CopyFrom(end);
    }

    public async Task<ulong> ClusterIdAsync(CancellationToken cancellation)
    {
        var reply = await _keys.RangeAsync(
            new RangeRequest { Key = ByteString.CopyFromUtf8(EtcdKeys.Root), CountOnly = true }, Options(cancellation));
        return reply.Header.ClusterId;
    }

    public async Task<KeyValue?> GetAsync(string key, CancellationToken cancellation)
    {
        var reply = await _keys.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8(key) }, Options(cancellation));
        return reply.Kvs.FirstOrDefault();
    }

    /// <summary>Everything under the prefixes as of one revision, with the cluster that answered.</summary>
    public async Task<(ulong Cluster, long Revision, List<KeyValue> Keys)> ReadAsync(
        IReadOnlyList<string> prefixes, CancellationToken cancellation)
    {
        var found = new List<KeyValue>();
        var (cluster, revision) = (0UL, 0L);
        foreach (var prefix in prefixes)
        {
            var request = new RangeRequest
            {
                Key = ByteString.CopyFromUtf8(prefix),
                RangeEnd = PrefixEnd(prefix),
                Limit = PageKeys,
                Revision = revision,
            };
            RangeResponse page;
            do
            {
                page = await _keys.RangeAsync(request, Options(cancellation));
                if (revision == 0)
                    (cluster, revision) = (page.Header.ClusterId, page.Header.Revision);
                found.AddRange(page.Kvs);
                request.Revision = revision;
                if (page.Kvs.Count > 0)
                    request.Key = ByteString.CopyFrom([.. page.Kvs[^1].Key.Span, 0]);
            }
            while (page.More);
        }

        return (cluster, revision, found);
    }

    public AsyncDuplexStreamingCall<WatchRequest, WatchResponse> Watch(CancellationToken cancellation) =>
        _watch.Watch(cancellationToken: cancellation);

    public async Task<TxnResponse> CommitAsync(TxnRequest request, CancellationToken cancellation) =>
        await _keys.TxnAsync(request, Options(cancellation));

    public async Task<long> GrantAsync(TimeSpan ttl, CancellationToken cancellation)
    {
        var reply = await _leases.LeaseGrantAsync(
            new LeaseGrantRequest { TTL = (long)ttl.TotalSeconds }, Options(cancellation));
        return reply.ID;
    }

    public async Task RevokeAsync(long lease, CancellationToken cancellation)
    {
        try
        {
            await _leases.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease }, Options(cancellation));
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound)
        {
            // What was asked for is the case.
        }
    }

    /// <summary>Seconds that a lease has left and had at first; negative: it is gone.</summary>
    public async Task<(long Left, long Granted)> TimeToLiveAsync(long lease, CancellationToken cancellation)
    {
        var reply = await _leases.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = lease }, Options(cancellation));
        return (reply.TTL, reply.GrantedTTL);
    }

    /// <summary>Renews a lease once; false: it is gone.</summary>
    public async Task<bool> RenewAsync(long lease, CancellationToken cancellation)
    {
        using var call = _leases.LeaseKeepAlive(Options(cancellation));
        await call.RequestStream.WriteAsync(new LeaseKeepAliveRequest { ID = lease }, cancellation);
        var isAnswered = await call.ResponseStream.MoveNext(cancellation);
        await call.RequestStream.CompleteAsync();
        return isAnswered && call.ResponseStream.Current.TTL > 0;
    }

    public void Dispose() => _channel.Dispose();

    private CallOptions Options(CancellationToken cancellation) =>
        new(deadline: _time.GetUtcNow().UtcDateTime + CallLimit, cancellationToken: cancellation);
}
