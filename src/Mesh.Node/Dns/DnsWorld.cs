using Mesh.Client;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What the node knows, gathered for questions: the snapshot, its members and who is at which address.</summary>
internal sealed class DnsWorld(
    IMeshClient mesh, MeshHub hub, IMeshInspector inspector, TimeProvider time, IDnsQueries? queries = null)
{
    /// <summary>How old the names at an address may be.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly DnsExternalNodes _external = new();
    private readonly DnsReverseIndex _reverse = new(time, MaxAge);
    private volatile DnsNodes _nodes = DnsNodes.Of(MembersSnapshot.Empty);

    public CatalogSnapshot Snapshot => mesh.Snapshot;

    /// <summary>The node has left: what it knew is kept up to date by nobody.</summary>
    public bool IsStopped => hub.State.Phase is MeshPhase.Stopped;

    public DnsView View
    {
        get
        {
            // First: a snapshot that is read after the node became ready is complete. One that was ready and begins anew answers
            // from its last; one that restarts or leaves before it ever was has none.
            var isComplete = hub.IsServing;
            var (snapshot, nodes) = (mesh.Snapshot, Nodes);
            return new DnsView(snapshot, isComplete, nodes, ip => _reverse.NamesAt(ip, snapshot, nodes))
            {
                External = name => _external.Find(name, snapshot),
                Remote = FindRemote,
                Queries = queries,
            };
        }
    }

    /// <summary>Made anew by the first question after the members changed.</summary>
    private IReadOnlyList<DnsNode> Nodes
    {
        get
        {
            var (nodes, members) = (_nodes, inspector.Members);
            if (nodes.Version != members.Version)
                _nodes = nodes = DnsNodes.Of(members);
            return nodes.Items;
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
