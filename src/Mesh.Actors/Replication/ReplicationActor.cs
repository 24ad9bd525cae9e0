using System.Collections.Immutable;
using Akka.Actor;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Hosting;

namespace Mesh.Replication;

/// <summary>
/// Carries this node's writes of instances, and the mesh's policies, to the others and theirs to the registry. A push may
/// ask for an acknowledgement, and goes once more to members that do not give it.
/// </summary>
internal sealed class ReplicationActor : BucketReplicationActor<InstanceBucket, InstanceKey, ServiceInstance>
{
    private static readonly BucketKind<InstanceBucket> Kind = new(
        InstanceBucket.Empty,
        BucketKeys.Key,
        MeshNames.ReplicationPath,
        MeshNames.RegistryPath,
        ReplicationProtocol.GetOwn.Instance,
        ReplicationProtocol.Warmed.Instance);

    // Bytes; a push holds few instances, and what they hold exactly does not matter.
    private const int AboutOneInstance = 1024;

    private PolicyTable _policies = PolicyTable.Empty;
    private PolicyTable? _policiesSeen;

    public ReplicationActor(
        Owner self, MeshOptions options, ICanTell registry, IActorRef replicator, EntryGuardTerms<InstanceKey, ServiceInstance>? guard = null,
        IReadOnlySet<string>? former = null)
        : base(Kind, self, options, registry, replicator, guard, former)
    {
        Receive<ReplicationProtocol.Replicate>(On);
        Receive<ReplicationProtocol.PushAgain>(On);
        Receive<ReplicationProtocol.Push>(On);
        Receive<ReplicationProtocol.BucketState>(m => OnState(m.From, m.Part.Index, m.Part.Bucket, m.Seals));
        Receive<GetSuccess>(m => On((PolicyTable)m.Data), m => m.Data is PolicyTable);
        Receive<NotFound>(_ => { });
    }

    /// <param name="replicator">The replicator of Distributed Data.</param>
    /// <param name="guard">Null: there is no TLS, and every member is believed.</param>
    /// <param name="former">The addresses of members that stored something when this node ran last.</param>
    public static Props Props(
        Owner self, MeshOptions options, ICanTell registry, IActorRef replicator, EntryGuardTerms<InstanceKey, ServiceInstance>? guard = null,
        IReadOnlySet<string>? former = null) =>
        Akka.Actor.Props.Create(() => new ReplicationActor(self, options, registry, replicator, guard, former));

    private protected override void TakeIn(int index, InstanceBucket bucket) =>
        Holder.Tell(new ReplicationProtocol.Arrived([new BucketPart(index, bucket)], PolicyTable.Empty, null, 0), Self);

    private protected override void Tell(EntryRefusal<InstanceKey> refusal)
    {
        if (refusal.Keys.Count > 0)
            Holder.Tell(new ReplicationProtocol.Refused(refusal), Self);
    }

    private protected override void TellStoring(ImmutableSortedSet<string> members) =>
        Holder.Tell(new ReplicationProtocol.Storing(members), Self);

    private protected override void Write()
    {
        base.Write();
        var policies = _policies;
        if (policies.Entries.Count == 0 || ReferenceEquals(policies, _policiesSeen))
            return;
        Replicator.Tell(Dsl.Update(
            PolicyTable.Key, PolicyTable.Empty, WriteLocal.Instance, table => table.Merge(policies)));
    }

    private protected override void Poll()
    {
        base.Poll();
        Replicator.Tell(Dsl.Get(PolicyTable.Key, ReadLocal.Instance));
    }

    private void On(ReplicationProtocol.Replicate message)
    {
        var push = new ReplicationProtocol.Push(
            Owner, message.AckNumber, Relays, message.Parts, message.Policies);
        Push(push, push with { AckNumber = 0, Relay = false }, message.Parts.Length * AboutOneInstance);
        foreach (var part in message.Parts)
            Wrote(part.Index, part.Bucket.LogOf(Owner));

        _policies = _policies.Merge(message.Policies);
        ScheduleWrite();
    }

    private void On(ReplicationProtocol.PushAgain message) => Push(
        new ReplicationProtocol.Push(Owner, message.AckNumber, Relay: false, message.Parts, PolicyTable.Empty), message.To);

    private void On(ReplicationProtocol.Push push)
    {
        if (!IsPushOf(push.From, push.Parts.Select(p => p.Index)))
            return;
        var parts = Guard is null ? push.Parts : [.. push.Parts.Select(p => p with { Bucket = Taken(push.From, p.Index, p.Bucket) })];
        Holder.Tell(new ReplicationProtocol.Arrived(parts, PoliciesOf(push), push.From, push.AckNumber), Self);
        foreach (var part in push.Parts)
            Changed(part.Index);
        if (push.Relay)
            PassOn(push, push.From);
    }

    /// <summary>A node tells of all policies that it knows; those beyond the limits of its certificate are others' to tell.</summary>
    private PolicyTable PoliciesOf(ReplicationProtocol.Push push) => Guard?.LimitsOf(push.From) is { IsLimited: true } limits
        ? push.Policies.Only(service => limits.AllowsService(service.Value))
        : push.Policies;

    private void On(PolicyTable table)
    {
        if (ReferenceEquals(table, _policiesSeen))
            return;
        _policiesSeen = table;
        _policies = _policies.Merge(table);
        Holder.Tell(new ReplicationProtocol.Arrived([], table, null, 0), Self);
    }
}
