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
            m.Key, Sender, _core.EventsOf(m.Key), [.. _core.View.Members.Keys.Where(o => o != _self).Order()], _time)));
        Receive<RegistryPeerProtocol.GetEvents>(m =>
            Sender.Tell(new RegistryPeerProtocol.Events(m.Key, _self, _core.EventsOf(m.Key))));
        Receive<ReplicationProtocol.GetVersions>(_ => TellVersions());
        Receive<ReplicationProtocol.Pull>(m =>
        {
            foreach (var index in m.Indexes.Where(_core.View.HasBucket))
                Sender.Tell(new ReplicationProtocol.BucketState(_self, new BucketPart(index, _core.View.Bucket(index))));
        });
        Receive<ReplicationProtocol.GetOwn>(_ => _peers.Replication.Tell(
            new ReplicationProtocol.Replicate(_core.View.OwnLogs(), _core.View.Policies, 0), Self));
    }

    private void On(GetInstances query)
    {
        var snapshot = _hub.Snapshot;
        var view = snapshot.Find(query.Service.Value);
        var items = view is null ? [] : ValueList.From(view.Instances.Where(query.Filter.Matches));
        Sender.Tell(new Instances(query.Service, snapshot.Revision, snapshot.AgeOf(view, _time), items));
    }

    /// <summary>
    /// The policies come first: who takes the buckets for all there is must know them by then, or would deny for a while
    /// what its mesh exports.
    /// </summary>
    private void TellVersions()
    {
        if (_core.View.Policies.Entries.Count > 0)
            Sender.Tell(new ReplicationProtocol.Push(_self, 0, Relay: false, [], _core.View.Policies));
        Sender.Tell(new ReplicationProtocol.Versions(
            _self, _hub.State.Phase is MeshPhase.Ready, [.. _core.View.Versions()]));
    }

    private ServicePolicy PolicyOf(ServiceName service) =>
        _core.View.Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;
}
