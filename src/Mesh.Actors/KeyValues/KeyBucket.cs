using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>A bucket of entries and leases.</summary>
internal sealed class KeyBucket : OwnerBucket<KeyBucket, KeySlot, KeyRecord>
{
    public static readonly KeyBucket Empty = new(ImmutableSortedDictionary<Owner, OwnerLog>.Empty);

    public KeyBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs)
        : base(logs, null)
    {
    }

    private KeyBucket(ImmutableSortedDictionary<Owner, OwnerLog> logs, KeyBucket? delta)
        : base(logs, delta)
    {
    }

    /// <summary>A fragment that holds some writes of one owner.</summary>
    public static KeyBucket Of(Owner owner, params ReadOnlySpan<BucketEvent> writes) =>
        new(Empty.Logs.Add(owner, OwnerLog.Of(writes)));

    private protected override KeyBucket Make(
        ImmutableSortedDictionary<Owner, OwnerLog> logs, KeyBucket? delta) => new(logs, delta);
}
