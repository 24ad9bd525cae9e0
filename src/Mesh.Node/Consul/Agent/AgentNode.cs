using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// The node as the agent that Consul's clients take it for: what came in through it, and where else an id may be. An
/// instance of an external node belongs to no agent.
/// </summary>
internal sealed class AgentNode(IMeshClient client, IMeshInspector inspector, AgentIndex index, NodeNames names)
{
    /// <summary>Beyond it what was known is forgotten: an id that is used no more may mean another agent's again.</summary>
    private const int MaxKnown = 65_536;

    private const string ServiceMark = "service ";
    private const string CheckMark = "check ";

    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.Ordinal);

    private volatile string _last = "";

    /// <summary>The node's remoting address, "host:port", while it begins anew and after it left too; empty before it is bound.</summary>
    public string Self => inspector.SelfAddress is { } now ? _last = now : _last;

    /// <summary>The name that the node was given; empty: none.</summary>
    public string Name => names.Of(Self);

    public CatalogNode Node => MeshNodes.Of(Self, Name);

    public CatalogSnapshot Snapshot => client.Snapshot;

    /// <summary>The instances that came in here, by id.</summary>
    public IReadOnlyList<InstanceView> Own() =>
    [
        .. Snapshot.Services.Values.SelectMany(s => s.Instances).Where(IsOwn)
            .OrderBy(v => v.Instance.Id).ThenBy(v => v.Instance.Service),
    ];

    /// <summary>The instance that a client means by an id: this node's, or else the only one there is.</summary>
    public InstanceView? FindService(string id) => Choose(index.ById(Snapshot, id), ServiceMark + id);

    public InstanceView? FindCheck(string checkId) => Choose([.. index.ByCheck(Snapshot, checkId).OrderByDescending(IsRecord)], CheckMark + checkId);

    /// <summary>
    /// From now on the ids of an instance mean what is here, and nothing once it is gone: a client that says goodbye twice must
    /// not reach the instance that another agent has under the same id.
    /// </summary>
    public void Know(ServiceInstance instance)
    {
        if (_known.Count > MaxKnown)
            _known.Clear();
        var id = AgentIds.Of(instance);
        _known[ServiceMark + id] = 0;
        if (instance.Checks.Count == 0)
            _known[CheckMark + ConsulCheckIds.Default(id)] = 0;
        foreach (var check in instance.Checks)
            _known[CheckMark + check.Id] = 0;
    }

    /// <summary>This node's own instances of an id; more than one when a client changed the name of the service.</summary>
    public IEnumerable<InstanceView> OwnById(string id) => index.ById(Snapshot, id).Where(IsOwn);

    /// <summary>
    /// The instances of an id that a registration here goes on with: this node's own, then what a node that is gone has left of
    /// the same endpoint, or under the name that is this node's now.
    /// </summary>
    public IEnumerable<InstanceView> OwnOrLeft(ServiceInstance given) =>
        [.. OwnById(AgentIds.Of(given)), .. index.ById(Snapshot, AgentIds.Of(given)).Where(v => !IsExternal(v) && IsLeftTo(v, given))];

    public IEnumerable<InstanceView> OwnByCheck(string checkId) => index.ByCheck(Snapshot, checkId).Where(IsOwn);

    public bool IsOwn(InstanceView view) => IsHere(view) && !ConsulNodeRecords.IsOne(view.Instance);

    /// <summary>Is it the record of this node itself, which its own checks are in?</summary>
    public bool IsRecord(InstanceView view) => IsHere(view) && ConsulNodeRecords.IsOne(view.Instance);

    /// <summary>The record of this node; null: it has no checks of its own.</summary>
    public InstanceView? Record() =>
        Snapshot.Services.GetValueOrDefault(ConsulNodeRecords.Name)?.Instances.FirstOrDefault(IsRecord);

    /// <summary>The checks of the node as its instances have them: only the node's record runs them.</summary>
    public IReadOnlyList<NamedCheck> NodeChecks() =>
        [.. Record()?.Instance.Checks.Select(c => c with { Terms = HealthTerms.None, OfNode = true }) ?? []];

    /// <summary>Has another node a record of the key that counts more than this node's?</summary>
    public bool IsHidden(ServiceInstance instance) => Snapshot.Services.GetValueOrDefault(instance.Service.Value)?.Instances
        .Any(v => v.Instance.Id == instance.Id && v.Owner.Address != Self && v.Instance.Home != Self) is true;

    private bool IsHere(InstanceView view) => view.Owner.Address == Self && !IsExternal(view);

    private bool IsLeftTo(InstanceView view, ServiceInstance given)
    {
        if (view.Standing is Standing.Confirmed or Standing.Suspect || view.Origin.Length > 0)
            return false;
        var isNamesake = Name.Length > 0
            && MeshNodes.Of(view, ConsulMetadata.Read(view.Instance.Metadata), names).Name.Equals(Name, StringComparison.OrdinalIgnoreCase);
        return isNamesake || AgentIds.IsSameEndpoint(view.Instance, given);
    }

    private InstanceView? Choose(IReadOnlyList<InstanceView> found, string mark)
    {
        var own = found.FirstOrDefault(IsHere);
        if (own is not null || _known.ContainsKey(mark))
            return own;
        // Two agents may each have an instance of this id, and nothing says which one is meant.
        var elsewhere = found.Where(v => !IsExternal(v) && !ConsulNodeRecords.IsOne(v.Instance)).Take(2).ToArray();
        return elsewhere.Length == 1 ? elsewhere[0] : null;
    }

    private static bool IsExternal(InstanceView view) => ConsulMetadata.IsExternal(view.Instance.Metadata);
}
