using System.Collections.Immutable;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The messages that carry buckets between nodes, coded by hand around <see cref="BucketWire"/>.</summary>
internal static class PushWire
{
    public static void WritePush(ref WireWriter writer, ReplicationProtocol.Push push)
    {
        OwnerWire.Write(ref writer, P.Push.FromFieldNumber, push.From);
        writer.Number(P.Push.AckNumberFieldNumber, push.AckNumber);
        writer.Flag(P.Push.RelayFieldNumber, push.Relay);
        if (!push.Parts.IsDefault)
        {
            foreach (var part in push.Parts)
                BucketWire.WritePart(ref writer, P.Push.PartsFieldNumber, part);
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
                case P.Push.PartsFieldNumber: parts.Add(BucketWire.ReadPart(reader.Content())); break;
                case P.Push.PoliciesFieldNumber: policies = PolicyWire.Read(reader.Content()); break;
            }
        }

        return new(Known(from), ackNumber, relay, parts.ToImmutable(), policies);
    }

    public static void WriteState(ref WireWriter writer, ReplicationProtocol.BucketState state)
    {
        OwnerWire.Write(ref writer, P.BucketState.FromFieldNumber, state.From);
        BucketWire.WritePart(ref writer, P.BucketState.PartFieldNumber, state.Part);
    }

    public static ReplicationProtocol.BucketState ReadState(ReadOnlySpan<byte> bytes)
    {
        Owner? from = null;
        BucketPart? part = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.BucketState.FromFieldNumber)
                from = WirePools.Owners.Get(reader.Content());
            else if (reader.Field == P.BucketState.PartFieldNumber)
                part = BucketWire.ReadPart(reader.Content());
        }

        return new(Known(from), part ?? throw new WireFormatException("the bucket is missing"));
    }

    private static Owner Known(Owner? from) => from ?? throw new WireFormatException("the sender is missing");
}
