using System.Collections.Immutable;
using System.Security.Cryptography;
using Mesh.Catalog;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>
/// A replicated bucket, coded by hand. The sorted dictionaries of a bucket give the canonical order: equal buckets have
/// equal bytes in every process, which the replicator's digests rely on. In the schema each kind of bucket has messages
/// of its own, for the sake of its records; their fields have the same numbers, and those of instances stand here.
/// </summary>
internal abstract class BucketWire<TBucket, TKey, TRecord>(TBucket empty)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    public void Write(ref WireWriter writer, TBucket bucket)
    {
        foreach (var (owner, log) in bucket.Logs)
        {
            var mark = writer.Begin(P.InstanceBucket.LogsFieldNumber);
            WriteLog(ref writer, owner, log);
            writer.End(mark);
        }
    }

    public TBucket Read(ReadOnlySpan<byte> bytes)
    {
        var bucket = empty;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field != P.InstanceBucket.LogsFieldNumber)
                continue;
            var (owner, log) = ReadLog(reader.Content());
            if (bucket.Logs.ContainsKey(owner))
                throw new WireFormatException($"two logs of {owner}");
            bucket = bucket.With(owner, log);
        }

        return bucket;
    }

    /// <summary>A bucket with its number.</summary>
    public void WritePart(ref WireWriter writer, int field, int index, TBucket bucket)
    {
        var mark = writer.Begin(field);
        writer.Number(P.BucketPart.IndexFieldNumber, index);
        var content = writer.Begin(P.BucketPart.BucketFieldNumber);
        Write(ref writer, bucket);
        writer.End(content);
        writer.End(mark);
    }

    public (int Index, TBucket Bucket) ReadPart(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        var bucket = empty;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.BucketPart.IndexFieldNumber)
                index = reader.Number32();
            else if (reader.Field == P.BucketPart.BucketFieldNumber)
                bucket = Read(reader.Content());
        }

        return (index, bucket);
    }

    /// <summary>What a joining node is sent: a part with its sender, and signatures of others.</summary>
    public void WriteState(ref WireWriter writer, Owner from, int index, TBucket bucket, ImmutableArray<OwnerSeal> seals)
    {
        OwnerWire.Write(ref writer, P.BucketState.FromFieldNumber, from);
        WritePart(ref writer, P.BucketState.PartFieldNumber, index, bucket);
        foreach (var seal in seals.IsDefault ? [] : seals)
            SealWire.Write(ref writer, P.BucketState.SealsFieldNumber, seal);
    }

    /// <summary>SHA-256 of what an owner signs of its log: the canonical bytes of its prefix, without early writes.</summary>
    public byte[] Digest(Owner owner, OwnerLog<TKey, TRecord> log)
    {
        var writer = WireWriter.Rent();
        try
        {
            WriteLog(ref writer, owner, new OwnerLog<TKey, TRecord>(log.Version, log.Live, OwnerLog<TKey, TRecord>.Empty.Cloud));
            return SHA256.HashData(writer.Written);
        }
        finally
        {
            writer.Return();
        }
    }

    public (Owner From, int Index, TBucket Bucket, ImmutableArray<OwnerSeal> Seals) ReadState(ReadOnlySpan<byte> bytes)
    {
        var seals = ImmutableArray.CreateBuilder<OwnerSeal>();
        Owner? from = null;
        (int Index, TBucket Bucket)? part = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.BucketState.FromFieldNumber)
                from = WirePools.Owners.Get(reader.Content());
            else if (reader.Field == P.BucketState.PartFieldNumber)
                part = ReadPart(reader.Content());
            else if (reader.Field == P.BucketState.SealsFieldNumber)
                seals.Add(SealWire.ReadOwners(reader.Content()));
        }

        var sender = OwnerWire.Known(from);
        var (index, bucket) = part ?? throw new WireFormatException("the bucket is missing");
        return (sender, index, bucket, seals.ToImmutable());
    }

    protected abstract void WriteRecord(ref WireWriter writer, int field, TRecord record);

    protected abstract TRecord ReadRecord(ReadOnlySpan<byte> bytes);

    protected abstract void WriteKey(ref WireWriter writer, int field, TKey key);

    protected abstract TKey ReadKey(ReadOnlySpan<byte> bytes);

    protected abstract TKey KeyOf(TRecord record);

    private void WriteLog(ref WireWriter writer, Owner owner, OwnerLog<TKey, TRecord> log)
    {
        OwnerWire.Write(ref writer, P.OwnerLog.OwnerFieldNumber, owner);
        writer.Number(P.OwnerLog.VersionFieldNumber, log.Version);
        foreach (var (_, record) in log.Live)
            WriteRecord(ref writer, P.OwnerLog.LiveFieldNumber, record);
        foreach (var (_, write) in log.Cloud)
        {
            var mark = writer.Begin(P.OwnerLog.CloudFieldNumber);
            WriteEvent(ref writer, write);
            writer.End(mark);
        }
    }

    private (Owner Owner, OwnerLog<TKey, TRecord> Log) ReadLog(ReadOnlySpan<byte> bytes)
    {
        Owner? owner = null;
        var version = 0L;
        var live = OwnerLog<TKey, TRecord>.Empty.Live.ToBuilder();
        var cloud = OwnerLog<TKey, TRecord>.Empty.Cloud.ToBuilder();
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
                    var record = ReadRecord(reader.Content());
                    live[KeyOf(record)] = record;
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
        return (owner, new OwnerLog<TKey, TRecord>(version, live.ToImmutable(), cloud.ToImmutable()));
    }

    /// <summary>The join relies on it; a sender that breaks it would spread a state that cannot be repaired.</summary>
    private static void CheckCloud(
        Owner owner, long version, ImmutableSortedDictionary<long, BucketEvent<TKey, TRecord>>.Builder cloud)
    {
        if (version < 0)
            throw new WireFormatException($"log of {owner}: version {version}");
        if (cloud.Count > 0 && cloud.Keys.First() is var first && first <= version + 1)
            throw new WireFormatException($"log of {owner}: early write {first} at version {version}");
    }

    private void WriteEvent(ref WireWriter writer, BucketEvent<TKey, TRecord> write)
    {
        writer.Number(P.BucketEvent.VersionFieldNumber, write.Version);
        if (write.Record is null)
            WriteKey(ref writer, P.BucketEvent.RemovedFieldNumber, write.Key);
        else
            WriteRecord(ref writer, P.BucketEvent.RecordFieldNumber, write.Record);
    }

    private BucketEvent<TKey, TRecord> ReadEvent(ReadOnlySpan<byte> bytes)
    {
        var version = 0L;
        TKey? removed = null;
        TRecord? record = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.BucketEvent.VersionFieldNumber: version = reader.Number(); break;
                case P.BucketEvent.RemovedFieldNumber: removed = ReadKey(reader.Content()); break;
                case P.BucketEvent.RecordFieldNumber: record = ReadRecord(reader.Content()); break;
            }
        }

        if (removed is null == record is null)
            throw new WireFormatException($"write {version} must have either a record or a removed key");
        return new BucketEvent<TKey, TRecord>(version, record is null ? removed!.Value : KeyOf(record), record);
    }
}
