using Mesh.KeyValues;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Records of the key-value store, coded by hand as those of instances are.</summary>
internal static class KeyRecordWire
{
    public static void Write(ref WireWriter writer, int field, KeyRecord record)
    {
        var mark = writer.Begin(field);
        Write(ref writer, record);
        writer.End(mark);
    }

    public static void Write(ref WireWriter writer, KeyRecord record)
    {
        WriteSlot(ref writer, P.KeyRecord.SlotFieldNumber, record.Slot);
        if (!record.Value.IsEmpty)
            writer.Bytes(P.KeyRecord.ValueFieldNumber, record.Value.Span);
        writer.Number(P.KeyRecord.LeaseFieldNumber, record.Lease);
        writer.Number(P.KeyRecord.FlagsFieldNumber, unchecked((long)record.Flags));
        writer.Number(P.KeyRecord.TtlFieldNumber, record.Ttl);
        writer.Number(P.KeyRecord.ClaimFieldNumber, record.Claim);
        writer.Flag(P.KeyRecord.DeletedFieldNumber, record.Deleted);
        writer.Flag(P.KeyRecord.SharedFieldNumber, record.Shared);
    }

    public static KeyRecord Read(ReadOnlySpan<byte> bytes)
    {
        KeySlot? slot = null;
        var record = new Fields();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.KeyRecord.SlotFieldNumber)
                slot = ReadSlot(reader.Content());
            else
                record.Take(ref reader);
        }

        return new KeyRecord
        {
            Slot = slot ?? throw new WireFormatException("a record without key"),
            Value = record.Value,
            Lease = record.Lease,
            Flags = record.Flags,
            Ttl = record.Ttl,
            Claim = record.Claim,
            Deleted = record.Deleted,
            Shared = record.Shared,
        };
    }

    public static void WriteSlot(ref WireWriter writer, int field, KeySlot slot)
    {
        var mark = writer.Begin(field);
        writer.Number(P.KeySlot.SpaceFieldNumber, (long)slot.Space);
        if (!slot.Name.IsEmpty)
            writer.Bytes(P.KeySlot.NameFieldNumber, slot.Name.Span);
        writer.End(mark);
    }

    public static KeySlot ReadSlot(ReadOnlySpan<byte> bytes)
    {
        var (space, name) = (KeySpace.Entry, Octets.Empty);
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.KeySlot.SpaceFieldNumber)
                space = (KeySpace)reader.Number32();
            else if (reader.Field == P.KeySlot.NameFieldNumber)
                name = Bounded(reader.Content(), KeyValueLimits.KeyLength, "key");
        }

        return new KeySlot(space, name);
    }

    private static Octets Bounded(ReadOnlySpan<byte> bytes, int bound, string what) => bytes.Length <= bound
        ? Octets.Copy(bytes)
        : throw new WireFormatException($"a {what} of {bytes.Length} bytes, at most {bound} are allowed");

    private struct Fields
    {
        public Octets Value;
        public long Lease;
        public ulong Flags;
        public long Ttl;
        public long Claim;
        public bool Deleted;
        public bool Shared;

        public void Take(ref WireReader reader)
        {
            switch (reader.Field)
            {
                case P.KeyRecord.ValueFieldNumber:
                    Value = Bounded(reader.Content(), KeyValueLimits.ValueLength, "value");
                    break;
                case P.KeyRecord.LeaseFieldNumber: Lease = reader.Number(); break;
                case P.KeyRecord.FlagsFieldNumber: Flags = unchecked((ulong)reader.Number()); break;
                case P.KeyRecord.TtlFieldNumber: Ttl = reader.Number(); break;
                case P.KeyRecord.ClaimFieldNumber: Claim = reader.Number(); break;
                case P.KeyRecord.DeletedFieldNumber: Deleted = reader.Flag(); break;
                case P.KeyRecord.SharedFieldNumber: Shared = reader.Flag(); break;
            }
        }
    }
}
