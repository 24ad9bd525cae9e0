using Mesh.Catalog;
using Mesh.Client;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What the node knows, gathered for questions: the snapshot, its members and who is at which address.</summary>
internal sealed class DnsWorld(IMeshClient mesh, IMeshInspector inspector, TimeProvider time, Action<Exception> onFault)
{
    /// <summary>How old the members, and the names at an address, may be.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly DnsReverseIndex _reverse = new(time, MaxAge);
    private volatile IReadOnlyList<DnsNode> _nodes = [];

    public CatalogSnapshot Snapshot => mesh.Snapshot;

    public DnsView View
    {
        get
        {
            // The state first: a snapshot that is read after it became ready is complete.
            var isComplete = mesh.State.Phase is MeshPhase.Ready or MeshPhase.Restarting or MeshPhase.Leaving;
            var (snapshot, nodes) = (mesh.Snapshot, _nodes);
            return new DnsView(snapshot, isComplete, nodes, ip => _reverse.NamesAt(ip, snapshot, nodes)) { Remote = FindRemote };
        }
    }

    /// <summary>Keeps the list of members up to date until the end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(MaxAge, time);
        try
        {
            do
                await RefreshAsync(cancellation);
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The door closes.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            var members = await inspector.GetMembersAsync(cancellation);
            // Outside of a mesh the last list is better than none.
            if (members.Count > 0)
                _nodes = [.. members.Where(m => m.Name.Length > 0).Select(m => new DnsNode(m.Name, HostPort.HostOf(m.Owner.Address)))];
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // Asked again at the next tick; names of nodes are as old as that meanwhile.
            onFault(trouble);
        }
    }

    /// <summary>Looking it up makes the gateway ask; without one nothing is asked and nothing is there.</summary>
    private DnsRemote FindRemote(string service, string datacenter)
    {
        if (mesh.Snapshot.Find(FederationNames.GatewayService) is null)
            return new DnsRemote(null, IsComplete: true);
        var found = mesh.Resolve($"{service}@{datacenter}");
        return new DnsRemote(found.Service, found.State is not RemoteState.Asking);
    }
}
