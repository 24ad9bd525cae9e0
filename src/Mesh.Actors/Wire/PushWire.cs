using System.Collections.Immutable;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The messages that carry buckets between nodes, coded by hand around <see cref="InstanceBucketWire"/>.</summary>
internal static class PushWire
{
    private static InstanceBucketWire Buckets => InstanceBucketWire.Instance;

    public static void WritePush(ref WireWriter writer, ReplicationProtocol.Push push)
    {
        OwnerWire.Write(ref writer, P.Push.FromFieldNumber, push.From);
        writer.Number(P.Push.AckNumberFieldNumber, push.AckNumber);
        writer.Flag(P.Push.RelayFieldNumber, push.Relay);
        if (!push.Parts.IsDefault)
        {
            foreach (var part in push.Parts)
                Buckets.WritePart(ref writer, P.Push.PartsFieldNumber, part.Index, part.Bucket);
        }

        if (!push.Policies.Entries.IsEmpty)
            writer.Bytes(P.Push.PoliciesFieldNumber, PolicyWire.ToWire(push.Policies).ToByteArray());
    }

    public static ReplicationProtocol.Push ReadPush(ReadOnlySpan<byte> bytes)
    {
        Owner? from = null;
        var ackNumber = 0L;
        var relay = false;
        var parts = ImmutableArray.CreateBuilder<BucketPart>();
        var policies = PolicyTable.Empty;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.Push.FromFieldNumber: from = WirePools.Owners.Get(reader.Content()); break;
                case P.Push.AckNumberFieldNumber: ackNumber = reader.Number(); break;
                case P.Push.RelayFieldNumber: relay = reader.Flag(); break;
                case P.Push.PartsFieldNumber: parts.Add(Part(Buckets.ReadPart(reader.Content()))); break;
                case P.Push.PoliciesFieldNumber: policies = PolicyWire.Read(reader.Content()); break;
            }
        }

        return new(OwnerWire.Known(from), ackNumber, relay, parts.ToImmutable(), policies);
    }

    public static void WriteState(ref WireWriter writer, ReplicationProtocol.BucketState state) =>
        Buckets.WriteState(ref writer, state.From, state.Part.Index, state.Part.Bucket, state.Seals);

    public static ReplicationProtocol.BucketState ReadState(ReadOnlySpan<byte> bytes)
    {
        var (from, index, bucket, seals) = Buckets.ReadState(bytes);
        return new(from, new BucketPart(index, bucket)) { Seals = seals };
    }

    private static BucketPart Part((int Index, InstanceBucket Bucket) part) => new(part.Index, part.Bucket);
}
