using Akka.Actor;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Replication;

namespace Mesh.KeyValues;

/// <summary>
/// Carries this node's writes of the key-value store to the others and theirs to the store. While the mesh has no entries
/// it asks the replicator for the names of its keys once a second, and nothing else.
/// </summary>
internal sealed class KeyReplicationActor : BucketReplicationActor<KeyBucket, KeySlot, KeyRecord>
{
    private static readonly BucketKind<KeyBucket> Kind = new(
        KeyBucket.Empty,
        KeyBuckets.Key,
        MeshNames.KeyReplicationPath,
        MeshNames.KeyValuesPath,
        KeyReplicationProtocol.GetOwn.Instance,
        KeyReplicationProtocol.Warmed.Instance);

    private bool _isUsed;

    public KeyReplicationActor(
        Owner self, MeshOptions options, ICanTell store, IActorRef replicator, EntryGuardTerms<KeySlot, KeyRecord>? guard = null,
        IReadOnlySet<string>? former = null)
        : base(Kind, self, options, store, replicator, guard, former)
    {
        Receive<KeyReplicationProtocol.Replicate>(On);
        Receive<KeyReplicationProtocol.KeyPush>(On);
        Receive<KeyReplicationProtocol.KeyBucketState>(On);
        Receive<GetKeysIdsResult>(m => _isUsed |= m.Keys.Any(k => k.StartsWith(KeyBuckets.Prefix, StringComparison.Ordinal)));
    }

    /// <param name="replicator">The replicator of Distributed Data.</param>
    /// <param name="guard">Null: there is no TLS, and every member is believed.</param>
    /// <param name="former">The addresses of members that stored something when this node ran last.</param>
    public static Props Props(
        Owner self, MeshOptions options, ICanTell store, IActorRef replicator, EntryGuardTerms<KeySlot, KeyRecord>? guard = null,
        IReadOnlySet<string>? former = null) =>
        Akka.Actor.Props.Create(() => new KeyReplicationActor(self, options, store, replicator, guard, former));

    private protected override void TakeIn(int index, KeyBucket bucket) =>
        Holder.Tell(new KeyReplicationProtocol.Arrived([new KeyBucketPart(index, bucket)], null, 0), Self);

    private protected override void Poll()
    {
        if (_isUsed)
            base.Poll();
        else
            Replicator.Tell(Dsl.GetKeyIds);
    }

    private void On(KeyReplicationProtocol.Replicate message)
    {
        if (message.Parts.IsEmpty)
            return;
        _isUsed = true;
        Push(message);
        foreach (var part in message.Parts)
            Wrote(part.Index, part.State);
    }

    /// <summary>Large writes go in several messages: each must fit the frame.</summary>
    private void Push(KeyReplicationProtocol.Replicate message)
    {
        var bytes = KeyLoads.BytesOf(message.Parts);
        if (message.Loads.IsEmpty)
        {
            var pushes = KeyLoads.Of(Owner, message.Parts)
                .Select(load => new KeyReplicationProtocol.KeyPush(Owner, Relay: false, load, 0));
            Keep(pushes, bytes);
            // The store had not heard of them yet.
            foreach (var push in Members.Count > 1 ? pushes : [])
                PassOn(push, Owner);
            return;
        }

        var relay = Relays;
        var number = message.Number;
        foreach (var load in message.Loads)
        {
            var push = new KeyReplicationProtocol.KeyPush(Owner, relay, load, number == 0 ? 0 : number++)
            {
                Mark = message.Loads.Length == 1 ? message.Mark : 0,
            };
            Push(push, push with { Relay = false, Number = 0 }, bytes / message.Loads.Length);
        }
    }

    private void On(KeyReplicationProtocol.KeyPush push)
    {
        if (!IsPushOf(push.From, push.Parts.Select(p => p.Index)))
            return;
        _isUsed = true;
        var parts = Guard is null ? push.Parts : [.. push.Parts.Select(p => p with { Bucket = Taken(push.From, p.Index, p.Bucket) })];
        Holder.Tell(new KeyReplicationProtocol.Arrived(parts, push.From, push.Number, push.Mark), Self);
        foreach (var part in push.Parts)
            Changed(part.Index);
        if (push.Relay)
            PassOn(push, push.From);
    }

    private void On(KeyReplicationProtocol.KeyBucketState state)
    {
        _isUsed = true;
        OnState(state.From, state.Part.Index, state.Part.Bucket, state.Seals);
    }
}
