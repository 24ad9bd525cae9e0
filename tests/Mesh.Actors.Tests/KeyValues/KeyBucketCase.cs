using Akka.Actor;
using Akka.DistributedData;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Actors.Tests.KeyValues;

internal sealed class KeyBucketCase : BucketCase
{
    public override IReplicatedData Empty => KeyBucket.Empty;

    public override Props Props(MeshOptions options, IActorRef holder, IActorRef replicator) =>
        KeyReplicationActor.Props(Self, options, holder, replicator);

    public override object Replicate(int index, int writes)
    {
        var log = LogWith(writes);
        var slot = Slot((int)log.Version);
        var own = new OwnWrites<KeySlot, KeyRecord>(index, log, [new BucketEvent(log.Version, slot, log.Find(slot))]);
        return new KeyReplicationProtocol.Replicate([own], [.. KeyLoads.Of(Self, [own])], 0);
    }

    public override object State(int index, IReplicatedData bucket) =>
        new KeyReplicationProtocol.KeyBucketState(Self, new KeyBucketPart(index, (KeyBucket)bucket));

    public override IReplicatedData With(IReplicatedData bucket, Owner owner, int writes) =>
        ((KeyBucket)bucket).With(owner, LogWith(writes));

    public override long VersionOf(IReplicatedData bucket, Owner owner) => ((KeyBucket)bucket).LogOf(owner).Version;

    public override bool IsGetOwn(object message) => message is KeyReplicationProtocol.GetOwn;

    public override bool IsWarmed(object message) => message is KeyReplicationProtocol.Warmed;

    public override bool IsQuietPush(object message) =>
        message is KeyReplicationProtocol.KeyPush { Number: 0, Relay: false, Parts.Length: 1 };

    public override (int Index, IReplicatedData Bucket)? Arrived(object message) =>
        message is KeyReplicationProtocol.Arrived { Parts: [var part] } ? (part.Index, part.Bucket) : null;

    private static OwnerLog LogWith(int writes)
    {
        var log = OwnerLog.Empty;
        for (var i = 1; i <= writes; i++)
            log = log.Append(Slot(i), new KeyRecord { Slot = Slot(i), Claim = i }, out _);
        return log;
    }

    private static KeySlot Slot(int number) => KeySlot.OfEntry(Octets.Utf8($"k{number}"));
}
