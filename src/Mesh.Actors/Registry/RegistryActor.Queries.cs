using Akka.Actor;
using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

internal sealed partial class RegistryActor
{
    private void ReceiveQueries()
    {
        Receive<GetInstances>(On);
        Receive<GetServices>(_ => Sender.Tell(new Services(_hub.Snapshot.Revision, ValueList.From(_hub.Snapshot.Summaries()))));
        Receive<GetPolicy>(m => Sender.Tell(new Policy(m.Service, PolicyOf(m.Service), _hub.Snapshot.Revision)));
        Receive<Select>(m => _peers.Select.Tell(m, Sender));
        Receive<Explain>(m => Context.ActorOf(ExplainActor.Props(
            m.Key, Sender, StoryOf(m.Key), [.. _core.View.Members.Keys.Where(o => o != _self).Order()], _time)));
        Receive<RegistryPeerProtocol.GetEvents>(m =>
            Sender.Tell(new RegistryPeerProtocol.Events(m.Key, _self, _core.Events.Of(m.Key))));
        Receive<ReplicationProtocol.GetVersions>(_ => TellVersions());
        Receive<ReplicationProtocol.Pull>(m =>
        {
            foreach (var index in m.Indexes.Where(_core.View.HasBucket))
            {
                var (bucket, seals) = _trust is null || m.From == _self
                    ? (_core.View.Bucket(index), [])
                    : _trust.ForOthers(m.From, index, _core.View.Bucket(index));
                Sender.Tell(new ReplicationProtocol.BucketState(_self, new BucketPart(index, bucket)) { Seals = seals });
            }
        });
        Receive<ReplicationProtocol.GetOwn>(_ =>
        {
            _restored.Again();
            _peers.Replication.Tell(new ReplicationProtocol.Replicate(_core.View.OwnLogs(), _core.View.Policies, 0), Self);
        });
    }

    private void On(GetInstances query)
    {
        var snapshot = _hub.Snapshot;
        var view = snapshot.Find(query.Service.Value);
        var items = view is null ? [] : ValueList.From(view.Instances.Where(query.Filter.Matches));
        Sender.Tell(new Instances(query.Service, snapshot.Revision, snapshot.AgeOf(view, _time), items));
    }

    /// <summary>What this node knows of an instance, with whose word that is.</summary>
    private ValueList<CatalogEvent> StoryOf(InstanceKey key) =>
        _trust?.Writer(key, _core.View, _time.GetUtcNow()) is { } writer ? [.. _core.Events.Of(key), writer] : _core.Events.Of(key);

    /// <summary>
    /// The policies come first: who takes the buckets for all there is must know them by then, or would deny for a while
    /// what its mesh exports.
    /// </summary>
    private void TellVersions()
    {
        if (_core.View.Policies.Entries.Count > 0)
            Sender.Tell(new ReplicationProtocol.Push(_self, 0, Relay: false, [], _core.View.Policies));
        // What nobody has adopted yet is in no bucket: who fills up from here would not get it.
        var isWhole = _hub.State.Phase is MeshPhase.Ready && !_core.View.HasHeirless;
        Sender.Tell(new ReplicationProtocol.Versions(_self, isWhole, [.. _core.View.Versions()]));
    }

    private ServicePolicy PolicyOf(ServiceName service) =>
        _core.View.Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;
}
