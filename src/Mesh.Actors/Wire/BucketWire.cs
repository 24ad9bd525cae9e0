using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>
/// The replicated bucket, coded by hand. The sorted dictionaries of a bucket give the canonical order: equal buckets
/// have equal bytes in every process, which the replicator's digests rely on.
/// </summary>
internal static class BucketWire
{
    public static void Write(ref WireWriter writer, InstanceBucket bucket)
    {
        foreach (var (owner, log) in bucket.Logs)
        {
            var mark = writer.Begin(P.InstanceBucket.LogsFieldNumber);
            WriteLog(ref writer, owner, log);
            writer.End(mark);
        }
    }

    public static InstanceBucket Read(ReadOnlySpan<byte> bytes)
    {
        var logs = InstanceBucket.Empty.Logs;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field != P.InstanceBucket.LogsFieldNumber)
                continue;
            var (owner, log) = ReadLog(reader.Content());
            if (logs.ContainsKey(owner))
                throw new WireFormatException($"two logs of {owner}");
            logs = logs.Add(owner, log);
        }

        return logs.IsEmpty ? InstanceBucket.Empty : new InstanceBucket(logs);
    }

    public static void WritePart(ref WireWriter writer, int field, BucketPart part)
    {
        var mark = writer.Begin(field);
        writer.Number(P.BucketPart.IndexFieldNumber, part.Index);
        var bucket = writer.Begin(P.BucketPart.BucketFieldNumber);
        Write(ref writer, part.Bucket);
        writer.End(bucket);
        writer.End(mark);
    }

    public static BucketPart ReadPart(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        var bucket = InstanceBucket.Empty;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.BucketPart.IndexFieldNumber)
                index = reader.Number32();
            else if (reader.Field == P.BucketPart.BucketFieldNumber)
                bucket = Read(reader.Content());
        }

        return new BucketPart(index, bucket);
    }

    private static void WriteLog(ref WireWriter writer, Owner owner, OwnerLog log)
    {
        OwnerWire.Write(ref writer, P.OwnerLog.OwnerFieldNumber, owner);
        writer.Number(P.OwnerLog.VersionFieldNumber, log.Version);
        foreach (var (_, record) in log.Live)
            InstanceWire.Write(ref writer, P.OwnerLog.LiveFieldNumber, record);
        foreach (var (_, write) in log.Cloud)
        {
            var mark = writer.Begin(P.OwnerLog.CloudFieldNumber);
            WriteEvent(ref writer, write);
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
                case P.OwnerLog.OwnerFieldNumber:
                    owner = WirePools.Owners.Get(reader.Content());
                    break;
                case P.OwnerLog.VersionFieldNumber:
                    version = reader.Number();
                    break;
                case P.OwnerLog.LiveFieldNumber:
                    var record = InstanceWire.Read(reader.Content());
                    live[record.Key] = record;
                    break;
                case P.OwnerLog.CloudFieldNumber:
                    var write = ReadEvent(reader.Content());
                    cloud[write.Version] = write;
                    break;
            }
        }

        if (owner is null)
            throw new WireFormatException("a log without owner");
        CheckCloud(owner, version, cloud);
        return (owner, new OwnerLog(version, live.ToImmutable(), cloud.ToImmutable()));
    }

    /// <summary>The join relies on it; a sender that breaks it would spread a state that cannot be repaired.</summary>
    private static void CheckCloud(
        Owner owner, long version, ImmutableSortedDictionary<long, BucketEvent>.Builder cloud)
    {
        if (version < 0)
            throw new WireFormatException($"log of {owner}: version {version}");
        foreach (var (number, _) in cloud)
        {
            if (number <= version + 1)
                throw new WireFormatException($"log of {owner}: early write {number} at version {version}");
            return;
        }
    }

    private static void WriteEvent(ref WireWriter writer, BucketEvent write)
    {
        writer.Number(P.BucketEvent.VersionFieldNumber, write.Version);
        if (write.Record is not null)
        {
            InstanceWire.Write(ref writer, P.BucketEvent.RecordFieldNumber, write.Record);
            return;
        }

        var mark = writer.Begin(P.BucketEvent.RemovedFieldNumber);
        writer.Text(P.InstanceKey.ServiceFieldNumber, write.Key.Service.Value);
        writer.Text(P.InstanceKey.IdFieldNumber, write.Key.Id.Value);
        writer.End(mark);
    }

    private static BucketEvent ReadEvent(ReadOnlySpan<byte> bytes)
    {
        var version = 0L;
        InstanceKey? removed = null;
        ServiceInstance? record = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.BucketEvent.VersionFieldNumber: version = reader.Number(); break;
                case P.BucketEvent.RemovedFieldNumber: removed = ReadKey(reader.Content()); break;
                case P.BucketEvent.RecordFieldNumber: record = InstanceWire.Read(reader.Content()); break;
            }
        }

        if (removed is null == record is null)
            throw new WireFormatException($"write {version} must have either a record or a removed key");
        return new BucketEvent(version, record?.Key ?? removed!.Value, record);
    }

    private static InstanceKey ReadKey(ReadOnlySpan<byte> bytes)
    {
        ServiceName service = default;
        InstanceId id = default;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.InstanceKey.ServiceFieldNumber)
                service = WirePools.Services.Get(reader.Content());
            else if (reader.Field == P.InstanceKey.IdFieldNumber)
                id = CatalogWire.Id(WirePools.Text(reader.Content()));
        }

        return new InstanceKey(service, id);
    }
}
