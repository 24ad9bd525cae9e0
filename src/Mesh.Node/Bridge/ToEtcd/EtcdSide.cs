using System.Globalization;
using Google.Protobuf;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>A real etcd: read at one revision, watched from the next.</summary>
internal sealed class EtcdSide(
    EtcdConnection etcd, EtcdMapping mapping, EtcdFormat format, EtcdSession session, BridgeSettings settings) : IForeignSide
{
    private readonly Lock _gate = new();
    private readonly EtcdFold _fold = new(mapping);
    private readonly IReadOnlyList<string> _prefixes = [.. settings.Prefixes, EtcdKeys.Marks];
    private bool _isLive;
    private ulong _cluster;

    public string System => BridgeSettings.Etcd;

    public ICopyFormat Format => format;

    // etcd gathers what comes at once into one write of its disk.
    public int WritesAtOnce => 64;

    public SideView View
    {
        get
        {
            lock (_gate)
                return _fold.ToView(_isLive);
        }
    }

    public async Task<BridgeOrigin> IdentifyAsync(CancellationToken cancellation)
    {
        _cluster = await etcd.ClusterIdAsync(cancellation);
        return new BridgeOrigin(System, settings.Cluster ?? _cluster.ToString("x", CultureInfo.InvariantCulture));
    }

    public Task<ClaimReply> ClaimAsync(CancellationToken cancellation) => session.ClaimAsync(cancellation);

    public Task<bool> KeepAsync(CancellationToken cancellation) => session.KeepAsync(cancellation);

    // All copies hang on the lease of the session.
    public Task ReleaseAsync(IReadOnlyCollection<string> copies, CancellationToken cancellation) =>
        session.ReleaseAsync(cancellation);

    public async Task FollowAsync(Action changed, CancellationToken cancellation)
    {
        try
        {
            await ReadAndWatchAsync(changed, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            lock (_gate)
                _isLive = false;
            throw;
        }
    }

    public async Task<string?> WriteAsync(CopyWrite write, CancellationToken cancellation)
    {
        EtcdEntry? seen;
        lock (_gate)
            seen = _fold.FindCopy(write.Key, settings.Id);
        if (write is CopyWrite.Delete && seen is null)
            return null;
        var request = write is CopyWrite.Put put
            ? EtcdTxns.PutCopy(
                session.Claim, put.Key, format.ValueOf(put.Instance), EtcdKeys.ToJson(put.Mark), session.Lease, seen)
            : EtcdTxns.DeleteCopy(session.Claim, write.Key, seen!);
        var reply = await etcd.CommitAsync(request, cancellation);
        return reply.Succeeded ? null : $"{write.Key} was changed by somebody else, or the claim was lost";
    }

    public ValueTask DisposeAsync()
    {
        etcd.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadAndWatchAsync(Action changed, CancellationToken cancellation)
    {
        var (cluster, revision, keys) = await etcd.ReadAsync(_prefixes, cancellation);
        using var watch = etcd.Watch(cancellation);
        foreach (var prefix in _prefixes)
            await watch.RequestStream.WriteAsync(ToRequest(prefix, revision + 1), cancellation);
        Take(() => _fold.Replace(keys));
        changed();
        while (await watch.ResponseStream.MoveNext(cancellation))
        {
            var reply = watch.ResponseStream.Current;
            if (reply.Canceled)
                throw new IOException($"etcd ended the watch: {Reason(reply)}");
            if (reply.Header.ClusterId != cluster)
                throw new IOException("another etcd cluster answers");
            if (reply.Events.Count == 0)
                continue;
            Take(() => Apply(reply));
            changed();
        }

        throw new IOException("etcd ended the watch");
    }

    private void Apply(WatchResponse reply)
    {
        foreach (var change in reply.Events)
            _fold.Apply(change);
    }

    private void Take(Action apply)
    {
        lock (_gate)
        {
            apply();
            _isLive = true;
        }
    }

    private static string Reason(WatchResponse reply) => reply.CompactRevision > 0
        ? $"revisions below {reply.CompactRevision} are compacted"
        : reply.CancelReason;

    private static WatchRequest ToRequest(string prefix, long from) => new()
    {
        CreateRequest = new WatchCreateRequest
        {
            Key = ByteString.CopyFromUtf8(prefix),
            RangeEnd = EtcdConnection.PrefixEnd(prefix),
            StartRevision = from,
        },
    };
}
