using System.Collections.Immutable;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.KeyValues;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The replicated value of the key-value store, and what its actors of two nodes say to each other.</summary>
internal static class KeyReplicationWire
{
    public static IEnumerable<WireEntry> Entries =>
    [
        WireEntry.ByHand<KeyBucket>(WireManifests.KeyBucket, Buckets.Write, Buckets.Read),
        WireEntry.ByHand<KeyReplicationProtocol.KeyPush>(WireManifests.KeyPush, WritePush, ReadPush),
        WireEntry.ByHand<KeyReplicationProtocol.KeyBucketState>(WireManifests.KeyBucketState, WriteState, ReadState),
        WireEntry.Of<KeyReplicationProtocol.KeyReached, P.KeyReached>(
            WireManifests.KeyReached, m => new() { Slot = m.Slot, Mark = m.Mark }, p => new(p.Slot, p.Mark)),
        WireEntry.Of<KeyReplicationProtocol.LeaseCall, P.LeaseCall>(
            WireManifests.LeaseCall,
            m => new() { Number = m.Number, Verb = (P.LeaseVerb)m.Verb, Lease = m.Lease, Ttl = m.Ttl },
            p => new(p.Number, Enum.IsDefined((LeaseVerb)p.Verb) ? (LeaseVerb)p.Verb : LeaseVerb.TimeToLive, p.Lease)
            {
                Ttl = p.Ttl,
            }),
        WireEntry.Of<KeyReplicationProtocol.LeaseAnswer, P.LeaseAnswer>(
            WireManifests.LeaseAnswer, ToWire, FromWire, WireLimits.State),
    ];

    private static KeyBucketWire Buckets => KeyBucketWire.Instance;

    private static void WritePush(ref WireWriter writer, KeyReplicationProtocol.KeyPush push)
    {
        OwnerWire.Write(ref writer, P.KeyPush.FromFieldNumber, push.From);
        writer.Flag(P.KeyPush.RelayFieldNumber, push.Relay);
        foreach (var part in push.Parts.IsDefault ? [] : push.Parts)
            Buckets.WritePart(ref writer, P.KeyPush.PartsFieldNumber, part.Index, part.Bucket);
        writer.Number(P.KeyPush.NumberFieldNumber, push.Number);
        writer.Number(P.KeyPush.MarkFieldNumber, unchecked((long)push.Mark));
    }

    private static KeyReplicationProtocol.KeyPush ReadPush(ReadOnlySpan<byte> bytes)
    {
        Owner? from = null;
        var relay = false;
        var number = 0L;
        var mark = 0UL;
        var parts = ImmutableArray.CreateBuilder<KeyBucketPart>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.KeyPush.FromFieldNumber: from = WirePools.Owners.Get(reader.Content()); break;
                case P.KeyPush.RelayFieldNumber: relay = reader.Flag(); break;
                case P.KeyPush.PartsFieldNumber: parts.Add(Part(Buckets.ReadPart(reader.Content()))); break;
                case P.KeyPush.NumberFieldNumber: number = reader.Number(); break;
                case P.KeyPush.MarkFieldNumber: mark = unchecked((ulong)reader.Number()); break;
            }
        }

        return new(OwnerWire.Known(from), relay, parts.ToImmutable(), number) { Mark = mark };
    }

    private static void WriteState(ref WireWriter writer, KeyReplicationProtocol.KeyBucketState state) =>
        Buckets.WriteState(ref writer, state.From, state.Part.Index, state.Part.Bucket, state.Seals);

    private static KeyReplicationProtocol.KeyBucketState ReadState(ReadOnlySpan<byte> bytes)
    {
        var (from, index, bucket, seals) = Buckets.ReadState(bytes);
        return new(from, new KeyBucketPart(index, bucket)) { Seals = seals };
    }

    private static KeyBucketPart Part((int Index, KeyBucket Bucket) part) => new(part.Index, part.Bucket);

    private static P.LeaseAnswer ToWire(KeyReplicationProtocol.LeaseAnswer answer) => new()
    {
        Number = answer.Number,
        Found = answer.Found,
        Ttl = answer.Ttl,
        Seconds = answer.Seconds,
        Keys = { (answer.Keys.IsDefault ? [] : answer.Keys).Select(k => ByteString.CopyFrom(k.Span)) },
    };

    private static KeyReplicationProtocol.LeaseAnswer FromWire(P.LeaseAnswer wire) => new(
        wire.Number, wire.Found, wire.Ttl, wire.Seconds, [.. wire.Keys.Select(k => Octets.Copy(k.Span))]);
}
