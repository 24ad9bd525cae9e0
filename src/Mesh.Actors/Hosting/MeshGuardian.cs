using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Client;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Federation.Exports;
using Mesh.Federation.Imports;
using Mesh.Federation.Remote;
using Mesh.Heartbeats;
using Mesh.Kademlia;
using Mesh.KeyValues;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Selection;

namespace Mesh.Hosting;

/// <summary>
/// /user/mesh: the parent of a node's actors, and the one place where their supervision is declared. A child that fails
/// is restarted and takes up what the hub and its siblings hold; one that fails again and again means that the whole
/// ActorSystem is replaced. The guardian itself holds nothing; a restart of it starts all children anew.
/// </summary>
internal sealed class MeshGuardian : ReceiveActor
{
    private const int Restarts = 10;
    private static readonly TimeSpan RestartWindow = TimeSpan.FromMinutes(1);

    private readonly MeshParts _parts;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MeshGuardian(MeshParts parts)
    {
        _parts = parts;
        Receive<Terminated>(m =>
        {
            _log.Error("{Actor} failed more than {Restarts} times in {Window}", m.ActorRef.Path.Name, Restarts, RestartWindow);
            _parts.Broken($"the actor {m.ActorRef.Path.Name} failed more than {Restarts} times in {RestartWindow}");
        });
    }

    public static Props Props(MeshParts parts) => Akka.Actor.Props.Create(() => new MeshGuardian(parts));

    protected override void PreStart()
    {
        var self = OwnerAddress.Of(Cluster.Get(Context.System).SelfUniqueAddress);
        var (options, hub, time) = (_parts.Options, _parts.Hub, _parts.Time);
        var peers = new RegistryPeers(
            Sibling(MeshNames.Replication), Sibling(MeshNames.Heartbeats), Sibling(MeshNames.Membership), Sibling(MeshNames.Select));
        var registry = Start(
            RegistryActor.Props(hub, self, _parts.Selection, time, options, peers), MeshNames.Registry);
        var replication = Start(
            ReplicationActor.Props(self, options, registry, DistributedData.Get(Context.System).Replicator), MeshNames.Replication);
        Start(HeartbeatsActor.Props(registry, self.Address, time, hub.Checks), MeshNames.Heartbeats);
        var keyReplication = Start(
            KeyReplicationActor.Props(
                self, options, Sibling(MeshNames.KeyValues), DistributedData.Get(Context.System).Replicator),
            MeshNames.KeyReplication);
        var keyValues = Start(
            KeyValuesActor.Props(
                new KeyValueParts(_parts.KeyValues, hub, _parts.KeyRule, options.Buckets, time),
                self,
                new KeyValuePeers(keyReplication, Sibling(MeshNames.Membership), registry)),
            MeshNames.KeyValues);
        var select = Start(SelectionRouterActor.Props(hub), MeshNames.Select);
        var terms = options.Federation.ToTerms();
        Start(RemoteActor.Props(hub, _parts.Remote, self, _parts.Selection, terms, time), MeshNames.Remote);
        if (_parts.Federation is { } federation)
        {
            Start(ExportsActor.Props(hub, self, registry, federation, time), MeshNames.Exports);
            Start(ImportsActor.Props(federation, self.ToString(), time), MeshNames.Imports);
        }

        Start(
            MembershipActor.Props(
                MembershipSettings.From(options, _parts.Known, _parts.OwnsCluster),
                Context.System,
                [registry, replication, keyValues, keyReplication],
                Report,
                time),
            MeshNames.Membership);
        if (_parts.Overlay is { } parts)
        {
            var overlay = parts with { Siblings = () => ExportMapping.AddressesOf(hub.Snapshot) };
            OverlayLeave.Arrange(Context.System, Start(KademliaActor.Props(overlay, time), MeshNames.Kademlia));
        }

        var receptionist = ClusterClientReceptionist.Get(Context.System);
        receptionist.RegisterService(registry);
        receptionist.RegisterService(select);
    }

    /// <summary>Called by membership and its children, on their threads.</summary>
    private void Report(MembershipReport report)
    {
        if (StateReport.Next(_parts.Hub.State, report) is { } state)
            _parts.Hub.State = state;
        _parts.Report(report);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        Restarts,
        RestartWindow,
        Decider.From(Directive.Restart));

    private ActorSelection Sibling(string name) => Context.ActorSelection(Self.Path / name);

    private IActorRef Start(Props props, string name) => Context.Watch(Context.ActorOf(props, name));
}
