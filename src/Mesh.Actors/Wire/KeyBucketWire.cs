using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>A bucket of the key-value store, coded by hand. As of instances, equal buckets have equal bytes.</summary>
internal static class KeyBucketWire
{
    public static void Write(ref WireWriter writer, KeyBucket bucket)
    {
        foreach (var (owner, log) in bucket.Logs)
        {
            var mark = writer.Begin(P.KeyBucket.LogsFieldNumber);
            WriteLog(ref writer, owner, log);
            writer.End(mark);
        }
    }

    public static KeyBucket Read(ReadOnlySpan<byte> bytes)
    {
        var logs = KeyBucket.Empty.Logs;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field != P.KeyBucket.LogsFieldNumber)
                continue;
            var (owner, log) = ReadLog(reader.Content());
            if (logs.ContainsKey(owner))
                throw new WireFormatException($"two logs of {owner}");
            logs = logs.Add(owner, log);
        }

        return logs.IsEmpty ? KeyBucket.Empty : new KeyBucket(logs);
    }

    public static void WritePart(ref WireWriter writer, int field, KeyBucketPart part)
    {
        var mark = writer.Begin(field);
        writer.Number(P.KeyBucketPart.IndexFieldNumber, part.Index);
        var bucket = writer.Begin(P.KeyBucketPart.BucketFieldNumber);
        Write(ref writer, part.Bucket);
        writer.End(bucket);
        writer.End(mark);
    }

    public static KeyBucketPart ReadPart(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        var bucket = KeyBucket.Empty;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.KeyBucketPart.IndexFieldNumber)
                index = reader.Number32();
            else if (reader.Field == P.KeyBucketPart.BucketFieldNumber)
                bucket = Read(reader.Content());
        }

        return new KeyBucketPart(index, bucket);
    }

    private static void WriteLog(ref WireWriter writer, Owner owner, OwnerLog log)
    {
        OwnerWire.Write(ref writer, P.KeyLog.OwnerFieldNumber, owner);
        writer.Number(P.KeyLog.VersionFieldNumber, log.Version);
        foreach (var (_, record) in log.Live)
            KeyRecordWire.Write(ref writer, P.KeyLog.LiveFieldNumber, record);
        foreach (var (_, write) in log.Cloud)
        {
            var mark = writer.Begin(P.KeyLog.CloudFieldNumber);
            writer.Number(P.KeyWrite.VersionFieldNumber, write.Version);
            if (write.Record is null)
                KeyRecordWire.WriteSlot(ref writer, P.KeyWrite.RemovedFieldNumber, write.Key);
            else
                KeyRecordWire.Write(ref writer, P.KeyWrite.RecordFieldNumber, write.Record);
            writer.End(mark);
        }
    }

    private static (Owner Owner, OwnerLog Log) ReadLog(ReadOnlySpan<byte> bytes)
    {
        Owner? owner = null;
        var version = 0L;
        var live = OwnerLog.Empty.Live.ToBuilder();
        var cloud = OwnerLog.Empty.Cloud.ToBuilder();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.KeyLog.OwnerFieldNumber:
                    owner = WirePools.Owners.Get(reader.Content());
                    break;
                case P.KeyLog.VersionFieldNumber:
                    version = reader.Number();
                    break;
                case P.KeyLog.LiveFieldNumber:
                    var record = KeyRecordWire.Read(reader.Content());
                    live[record.Slot] = record;
                    break;
                case P.KeyLog.CloudFieldNumber:
                    var write = ReadWrite(reader.Content());
                    cloud[write.Version] = write;
                    break;
            }
        }

        if (owner is null)
            throw new WireFormatException("a log without owner");
        Check(owner, version, cloud);
        return (owner, new OwnerLog(version, live.ToImmutable(), cloud.ToImmutable()));
    }

    /// <summary>The join relies on it; a sender that breaks it would spread a state that cannot be repaired.</summary>
    private static void Check(Owner owner, long version, ImmutableSortedDictionary<long, BucketEvent>.Builder cloud)
    {
        if (version < 0)
            throw new WireFormatException($"log of {owner}: version {version}");
        if (cloud.Count > 0 && cloud.Keys.First() is var first && first <= version + 1)
            throw new WireFormatException($"log of {owner}: early write {first} at version {version}");
    }

    private static BucketEvent ReadWrite(ReadOnlySpan<byte> bytes)
    {
        var version = 0L;
        KeySlot? removed = null;
        KeyRecord? record = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.KeyWrite.VersionFieldNumber: version = reader.Number(); break;
                case P.KeyWrite.RemovedFieldNumber: removed = KeyRecordWire.ReadSlot(reader.Content()); break;
                case P.KeyWrite.RecordFieldNumber: record = KeyRecordWire.Read(reader.Content()); break;
            }
        }

        if (removed is null == record is null)
            throw new WireFormatException($"write {version} must have either a record or a removed key");
        return new BucketEvent(version, record?.Slot ?? removed!.Value, record);
    }
}
