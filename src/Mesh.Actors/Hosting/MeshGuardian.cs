using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Client;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;
using Mesh.KeyValues;
using Mesh.Links;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Replication;
using Mesh.Trust;
using Mesh.Wire;

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

    private readonly MeshSetup _parts;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MeshTrust? _trust = Context.System.Settings.Setup.Get<MeshTransportSetup>() is { HasValue: true } tls ? tls.Value.Trust : null;

    public MeshGuardian(MeshSetup parts)
    {
        _parts = parts;
        Receive<Terminated>(m =>
        {
            _log.Error("{Actor} failed more than {Restarts} times in {Window}", m.ActorRef.Path.Name, Restarts, RestartWindow);
            _parts.Broken($"the actor {m.ActorRef.Path.Name} failed more than {Restarts} times in {RestartWindow}");
        });
    }

    public static Props Props(MeshSetup parts) => Akka.Actor.Props.Create(() => new MeshGuardian(parts));

    protected override void PreStart()
    {
        var self = OwnerAddress.Of(Cluster.Get(Context.System).SelfUniqueAddress);
        var replicator = DistributedData.Get(Context.System).Replicator;
        var (registry, replication) = StartRegistry(self, replicator);
        var (keyValues, keyReplication) = StartKeyValues(self, registry, replicator);
        var select = Start(SelectionRouterActor.Props(_parts.Hub, _parts.Selection.Policies), MeshNames.Select);
        StartRemote(self);
        StartMembership(registry, replication, keyValues, keyReplication);
        StartExtensions(new MeshChildContext(_parts, self, registry));
        var receptionist = ClusterClientReceptionist.Get(Context.System);
        receptionist.RegisterService(registry);
        receptionist.RegisterService(select);
    }

    private (IActorRef Registry, IActorRef Replication) StartRegistry(Owner self, IActorRef replicator)
    {
        var (options, hub, time) = (_parts.Options, _parts.Hub, _parts.Time);
        var peers = new RegistryPeers(
            Sibling(MeshNames.Replication), Sibling(MeshNames.Heartbeats), Sibling(MeshNames.Membership), Sibling(MeshNames.Select))
        {
            IsHeard = instance => _parts.KeyValues.IsHeard(instance, Moment.Now(time)),
        };
        var registry = Start(
            RegistryActor.Props(hub, self, _parts.Selection, time, options, peers, _trust), MeshNames.Registry);
        var guard = Guard<InstanceKey, ServiceInstance>(
            "instances", InstanceBucketWire.Instance.Digest, static (limits, key) => limits.AllowsService(key.Service.Value));
        var replication = Start(ReplicationActor.Props(self, options, registry, replicator, guard, hub.Storing.Former), MeshNames.Replication);
        var reach = ProbeReach.From(options, NodeAddress.HostOf(options));
        Start(HeartbeatsActor.Props(registry, self.Address, time, hub.Checks, reach, () => hub.IsClosed), MeshNames.Heartbeats);
        return (registry, replication);
    }

    private (IActorRef KeyValues, IActorRef KeyReplication) StartKeyValues(Owner self, IActorRef registry, IActorRef replicator)
    {
        var options = _parts.Options;
        var replication = Start(
            KeyReplicationActor.Props(
                self, options, Sibling(MeshNames.KeyValues), replicator,
                Guard<KeySlot, KeyRecord>("keys", KeyBucketWire.Instance.Digest, KeyValueTrust.Allows), _parts.Hub.Storing.Former),
            MeshNames.KeyReplication);
        var keyValues = Start(
            KeyValuesActor.Props(
                new KeyValueSettings(_parts.KeyValues, _parts.Hub, _parts.KeyRule, options.Buckets, _parts.Time)
                {
                    Trust = _trust,
                    MeshName = options.MeshName,
                },
                self,
                new KeyValuePeers(replication, Sibling(MeshNames.Membership), registry)),
            MeshNames.KeyValues);
        return (keyValues, replication);
    }

    private void StartRemote(Owner self)
    {
        var terms = RemoteSettings.Of(_parts.Options.Federation);
        Start(RemoteActor.Props(_parts.Hub, _parts.Remote, self, _parts.Selection, terms, _parts.Time), MeshNames.Remote);
    }

    /// <param name="followers">Told of every member from the first on.</param>
    private void StartMembership(params IActorRef[] followers) => Start(
        MembershipActor.Props(
            MembershipSettings.From(_parts.Options, _parts.Known, _parts.OwnsCluster, _parts.Seeds),
            Context.System,
            _parts.OwnsCluster ? LinkGreeter.Of(Context.System, _parts.Time) : new NoSeeds(),
            followers,
            _parts.Hub.Members,
            Report,
            _parts.Time,
            _parts.Hub.Doors,
            _parts.Hub.Sights,
            _trust is { IsOn: true } ? new PeerSpeech(_parts.Hub.Refused) : null),
        MeshNames.Membership);

    /// <summary>Null: there is no TLS.</summary>
    private EntryGuardTerms<TKey, TRecord>? Guard<TKey, TRecord>(
        string kind, Func<Owner, OwnerLog<TKey, TRecord>, byte[]> digest, Func<CertificateLimits, TKey, bool> allows)
        where TKey : struct, IComparable<TKey>, IEquatable<TKey>
        where TRecord : class => _trust is null
            ? null
            : new EntryGuardTerms<TKey, TRecord>(_trust, _parts.Options.MeshName, kind, digest, allows, _parts.Hub.Refused, _parts.Time);

    private void StartExtensions(MeshChildContext context)
    {
        foreach (var child in _parts.Extensions.SelectMany(e => e.Children))
            child.Started(Context.System, Start(child.Props(context), child.Name));
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
