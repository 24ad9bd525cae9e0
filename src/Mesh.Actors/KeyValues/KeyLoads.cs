using System.Collections.Immutable;
using Mesh.Catalog;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnWrites = Mesh.Replication.OwnWrites<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>In what form own writes travel, and in how many messages.</summary>
internal static class KeyLoads
{
    /// <summary>About so many bytes go into one message; a single bucket may need more.</summary>
    public const int MessageBytes = 1 << 20;

    /// <summary>
    /// The writes one by one; or the whole log, where keys were written so often meanwhile that it is the smaller of the
    /// two. Both say the same.
    /// </summary>
    public static KeyBucket Fragment(Owner self, OwnerLog state, ReadOnlySpan<BucketEvent> writes) =>
        writes.IsEmpty || writes.Length > state.Live.Count ? KeyBucket.Empty.With(self, state) : KeyBucket.Of(self, writes);

    /// <summary>What the records of the writes hold.</summary>
    public static long BytesOf(ImmutableArray<OwnWrites> writes)
    {
        var bytes = 0L;
        foreach (var part in writes)
            bytes += BytesOf(part);
        return bytes;
    }

    /// <summary>The writes of one flush as the parts of as many messages as they need.</summary>
    public static IEnumerable<ImmutableArray<KeyBucketPart>> Of(Owner self, IEnumerable<OwnWrites> writes)
    {
        var load = ImmutableArray.CreateBuilder<KeyBucketPart>();
        var bytes = 0;
        foreach (var part in writes)
        {
            load.Add(new KeyBucketPart(part.Index, Fragment(self, part.State, part.Writes.AsSpan())));
            bytes += (int)BytesOf(part);
            if (bytes < MessageBytes)
                continue;
            yield return load.ToImmutable();
            load.Clear();
            bytes = 0;
        }

        if (load.Count > 0)
            yield return load.ToImmutable();
    }

    private static long BytesOf(OwnWrites part)
    {
        const int Removed = 64;
        var bytes = 0L;
        foreach (var write in part.Writes)
            bytes += write.Record?.Size ?? Removed;
        return bytes;
    }
}
