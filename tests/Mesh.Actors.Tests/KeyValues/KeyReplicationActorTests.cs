using Akka.Actor;
using Mesh.Actors.Tests.Replication;
using Mesh.KeyValues;
using Mesh.Options;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class KeyReplicationActorTests : BucketReplicationActorTests<KeyBucket, KeySlot, KeyRecord>
{
    protected override KeyBucket Empty => KeyBucket.Empty;

    protected override OwnerLog LogWith(int writes)
    {
        var log = OwnerLog.Empty;
        for (var i = 1; i <= writes; i++)
            log = log.Append(Slot(i), new KeyRecord { Slot = Slot(i), Claim = i }, out _);
        return log;
    }

    protected override Props Props(MeshOptions options, IActorRef holder, IActorRef replicator) =>
        KeyReplicationActor.Props(Self, options, holder, replicator);

    protected override object Replicate(int index, OwnerLog log)
    {
        var slot = Slot((int)log.Version);
        return new KeyReplicationProtocol.Replicate([new OwnWrites<KeySlot, KeyRecord>(index, log, [new BucketEvent(log.Version, slot, log.Find(slot))])]);
    }

    protected override bool IsGetOwn(object message) => message is KeyReplicationProtocol.GetOwn;

    protected override bool IsWarmed(object message) => message is KeyReplicationProtocol.Warmed;

    protected override (int Index, KeyBucket Bucket)? Arrived(object message) =>
        message is KeyReplicationProtocol.Arrived { Parts: [var part] } ? (part.Index, part.Bucket) : null;

    private static KeySlot Slot(int number) => KeySlot.OfEntry(Octets.Utf8($"k{number}"));
}
