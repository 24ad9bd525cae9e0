using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>A Consul: its catalogue followed by blocking queries, copies as services of one node that stands for the mesh.</summary>
internal sealed class ConsulSide(
    ConsulConnection consul, ConsulSession session, BridgeOrigin mesh, BridgeSettings settings, TimeProvider time) : IForeignSide
{
    private readonly Lock _gate = new();
    private readonly ConsulFold _fold = new();
    private bool _isLive;

    public string System => BridgeSettings.Consul;

    public ICopyFormat Format { get; } = new ConsulFormat(mesh);

    // Consul gathers what comes at once into one write of its log.
    public int WritesAtOnce => 32;

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
        var self = await consul.GetAsync("v1/agent/self", ConsulBridgeJson.Default.Self, cancellation);
        return new BridgeOrigin(System, settings.Cluster ?? self.Config?.Datacenter ?? "dc1");
    }

    public Task<ClaimReply> ClaimAsync(CancellationToken cancellation) => session.ClaimAsync(cancellation);

    public Task<bool> KeepAsync(CancellationToken cancellation) => session.KeepAsync(cancellation);

    public async Task FollowAsync(Action changed, CancellationToken cancellation)
    {
        try
        {
            var round = new ConsulRound(consul, (service, entries) => Set(service, entries, changed), time);
            var read = await round.ReadAsync(cancellation);
            lock (_gate)
            {
                _fold.Replace(read);
                _isLive = true;
            }

            changed();
            await round.FollowAsync(cancellation);
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
        if (write is CopyWrite.Put put)
        {
            await consul.PutAsync(
                "v1/catalog/register", ConsulMapping.ToRegister(mesh, put), ConsulBridgeJson.Default.Register, cancellation);
        }
        else
        {
            await consul.PutAsync(
                "v1/catalog/deregister",
                ConsulMapping.ToDeregister(mesh, write.Key),
                ConsulBridgeJson.Default.Deregister,
                cancellation);
        }

        return null;
    }

    /// <summary>The copies one by one, then the node if nothing of another bridge is on it, then the lock.</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<string> copies, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            copies, options, async (key, token) => await WriteAsync(new CopyWrite.Delete(key), token));
        var prefix = ConsulMapping.KeyOf(ConsulMapping.NodeOf(mesh), "");
        var isShared = View.Entries.Any(
            e => e.Key.StartsWith(prefix, StringComparison.Ordinal) && e.Mark?.Bridge != settings.Id);
        if (copies.Count > 0 && !isShared)
        {
            await consul.PutAsync(
                "v1/catalog/deregister",
                new ConsulModels.Deregister(ConsulMapping.NodeOf(mesh)),
                ConsulBridgeJson.Default.Deregister,
                cancellation);
        }

        await session.ReleaseAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        consul.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Set(string service, IReadOnlyList<SideEntry> entries, Action changed)
    {
        lock (_gate)
            _fold.Set(service, entries);
        changed();
    }
}
